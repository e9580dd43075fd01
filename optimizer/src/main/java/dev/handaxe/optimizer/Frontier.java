package dev.handaxe.optimizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The members that no deciding task can do without: for each task those with the best score lead; a
 * member whose tasks are all led by others too is left out, the worst first (GEPA, arXiv
 * 2507.19457, algorithm 2). Tasks that nobody solves in part count only while there are no others.
 *
 * <p>Immutable, as long as its members are.
 *
 * @param leads at least one, in the order of the members
 */
record Frontier(List<Lead> leads) {
    Frontier {
        leads = List.copyOf(leads);
    }

    /**
     * A member and on how many tasks it has the best score.
     *
     * @param tasks at least 1
     */
    record Lead(Member member, int tasks) {}

    /** The frontier of at least one member. */
    static Frontier of(List<Member> members) {
        Map<String, List<Member>> leaders = leaders(members);
        List<Member> kept = new ArrayList<>(members);
        for (Member worst : members.stream().sorted(Member.BEST_FIRST.reversed()).toList()) {
            if (leaders.values().stream().noneMatch(of -> leadsAlone(worst, of, kept))) {
                kept.remove(worst);
            }
        }
        return new Frontier(
                kept.stream().map(member -> new Lead(member, led(member, leaders))).toList());
    }

    private static boolean leadsAlone(Member member, List<Member> leaders, List<Member> kept) {
        return leaders.contains(member)
                && leaders.stream().noneMatch(other -> other != member && kept.contains(other));
    }

    private static Map<String, List<Member>> leaders(List<Member> members) {
        Map<String, List<Member>> solved = new LinkedHashMap<>();
        Map<String, List<Member>> unsolved = new LinkedHashMap<>();
        for (String task : members.getFirst().scores().keySet()) {
            long best = members.stream().mapToLong(member -> member.score(task)).max().orElse(0);
            (best > 0 ? solved : unsolved)
                    .put(
                            task,
                            members.stream().filter(member -> member.score(task) == best).toList());
        }
        return solved.isEmpty() ? unsolved : solved;
    }

    private static int led(Member member, Map<String, List<Member>> leaders) {
        return (int) leaders.values().stream().filter(all -> all.contains(member)).count();
    }

    List<Member> members() {
        return leads.stream().map(Lead::member).toList();
    }

    /** The hashes of its sets: two frontiers with the same ones are the same. */
    Set<String> hashes() {
        return members().stream().map(Member::hash).collect(Collectors.toUnmodifiableSet());
    }

    /** On how many tasks the member leads; 0 if it is not on the frontier. */
    int tasksLedBy(Member member) {
        return leads.stream()
                .filter(lead -> lead.member() == member)
                .mapToInt(Lead::tasks)
                .findFirst()
                .orElse(0);
    }

    /** A member, the likelier the more tasks it leads. */
    Member draw(RandomGenerator random) {
        int left = random.nextInt(leads.stream().mapToInt(Lead::tasks).sum());
        for (Lead lead : leads) {
            left -= lead.tasks();
            if (left < 0) {
                return lead.member();
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    /** The member that was a parent least often, the oldest of them. */
    Member leastVisited() {
        return members().stream()
                .min(Comparator.comparingInt(Member::visits).thenComparingInt(Member::born))
                .orElseThrow();
    }
}
