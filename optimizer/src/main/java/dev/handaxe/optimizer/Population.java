package dev.handaxe.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sets that are not dominated over tasks and cost, at most {@value #MOST} of them. A set with a
 * lower mean score stays if it solves a task that the others fail, or costs less.
 *
 * <p>Confined to one thread.
 */
final class Population {
    static final int MOST = 20;

    private final List<Member> members = new ArrayList<>();

    /** A population of one: the set the run began with. */
    Population(Member start) {
        members.add(start);
    }

    /** The oldest first. */
    List<Member> members() {
        return List.copyOf(members);
    }

    boolean contains(Member member) {
        return members.contains(member);
    }

    Frontier frontier() {
        return Frontier.of(members);
    }

    /** The member that dominates it, the best of them. */
    Optional<Member> dominatorOf(Member child) {
        return members.stream()
                .filter(member -> member != child && member.dominates(child))
                .min(Member.BEST_FIRST);
    }

    /** Adds a member; those that it dominates leave, and it leaves at once if it is dominated. */
    void add(Member child) {
        members.add(child);
        settle();
    }

    /** Lets go of dominated members after more became known, and of the worst beyond the bound. */
    void settle() {
        List<Member> before = List.copyOf(members);
        members.removeIf(
                member -> before.stream().anyMatch(o -> o != member && o.dominates(member)));
        while (members.size() > MOST) {
            Frontier frontier = frontier();
            List<Member> behind =
                    members.stream().filter(member -> frontier.tasksLedBy(member) == 0).toList();
            members.remove(
                    (behind.isEmpty() ? members : behind)
                            .stream().max(Member.BEST_FIRST).orElseThrow());
        }
    }
}
