package dev.handaxe.optimizer;

import dev.handaxe.optimizer.AcceptanceRule.Judgement;
import dev.handaxe.optimizer.PastEdit.Change;
import dev.handaxe.optimizer.PastEdit.Effect;
import dev.handaxe.optimizer.PastEdit.Fate;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.optimizer.TrainingResult.Lineage;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many sets stand: those that no other beats on every task at no higher cost. Each epoch is one
 * proposal: a set is drawn from the frontier of the deciding tasks and edited, or two are crossed.
 * The child is looked at where its parent fails, then evaluated in full, and stays unless it is
 * dominated. The best is the one with the highest score that the acceptance rule lets pass against
 * the set the run began with. After GEPA (Agrawal et al. 2025, arXiv 2507.19457), on sets of
 * functions in the place of prompts.
 *
 * <p>All chance comes from one generator with the run's seed, so a resumed run goes the same way.
 *
 * <p>Confined to one thread.
 */
final class Pareto implements Search {
    private final Parts parts;
    private final DecidingTasks decides;
    private final RandomGenerator random;
    private final Population population;
    private final Member start;

    /** Every set that was tried, also those that were looked at only. */
    private final Set<FunctionSet> tried = new HashSet<>();

    /** What was not kept, whatever it was edited from. */
    private final RejectedEdits rejected = new RejectedEdits();

    private final List<Epoch> epochs = new ArrayList<>();
    private Member best;
    private int unchanged;

    Pareto(Parts parts, Candidate begin) {
        this.parts = parts;
        // the rule of the paper looks at training scores only
        decides =
                parts.options().acceptance() == Acceptance.PAPER
                        ? DecidingTasks.TRAIN
                        : parts.trials().decides();
        random = new Random(parts.options().seed());
        start = member(0, begin);
        best = start;
        population = new Population(start);
        tried.add(begin.functions());
    }

    private Member member(int born, Candidate candidate) {
        return new Member(born, candidate, decides, new EditHistory(rejected));
    }

    /** A child that was not evaluated yet. */
    private record Proposal(
            int epoch, Member parent, @Nullable Member second, AgentOptimizer.Step step) {
        FunctionSet functions() {
            return step.functions();
        }

        String phase() {
            return "epoch " + epoch;
        }

        Lineage lineage() {
            return new Lineage(
                    functions().hash(),
                    parent.hash(),
                    Optional.ofNullable(second).map(Member::hash));
        }

        PastEdit past(Fate fate) {
            return step.past(epoch, fate);
        }
    }

    @Override
    public String run() {
        for (int epoch = 1; epoch <= parts.options().epochs(); epoch++) {
            if (best.candidate().perfect()) {
                return "solved";
            }
            unchanged = epoch(epoch) ? 0 : unchanged + 1;
            if (unchanged >= parts.options().patience()) {
                return "patience";
            }
        }
        return "epochs";
    }

    @Override
    public Candidate best() {
        return best.candidate();
    }

    @Override
    public List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /** The sets that no other dominates. */
    List<Member> population() {
        return population.members();
    }

    /** Whether the frontier changed, or the best. */
    private boolean epoch(int number) {
        Frontier frontier = population.frontier();
        Member bestBefore = best;
        Proposal proposal = crossed(number, frontier).orElseGet(() -> edited(number, frontier));
        Epoch epoch = tryOut(proposal).from(proposal.lineage());
        if (best != bestBefore) {
            parts.journal().save(epoch, best.candidate());
        }
        epochs.add(epoch);
        parts.journal().done(epoch);
        return best != bestBefore || !population.frontier().hashes().equals(frontier.hashes());
    }

    private Optional<Proposal> crossed(int number, Frontier frontier) {
        int every = parts.options().crossoverEvery();
        if (every == 0 || number % every != 0) {
            return Optional.empty();
        }
        return Crossover.of(frontier, this::isNew)
                .map(
                        child -> {
                            Member other = child.other();
                            chosen(number, "crossover", child.better(), other);
                            return new Proposal(
                                    number,
                                    child.better(),
                                    other,
                                    new AgentOptimizer.Step(child.functions(), child.edits()));
                        });
    }

    private boolean isNew(FunctionSet functions) {
        return !tried.contains(functions) && rejected.nearDuplicate(functions).isEmpty();
    }

    private Proposal edited(int number, Frontier frontier) {
        Member parent = parent(number, frontier);
        AgentOptimizer.Step step =
                parts.optimizer().step(number, parent.candidate().train(), parent.history());
        return new Proposal(number, parent, null, step);
    }

    /** On a plateau what the frontier lacks may begin elsewhere. */
    private Member parent(int number, Frontier frontier) {
        if (unchanged < Math.max(2, parts.options().patience() / 2)) {
            Member drawn = frontier.draw(random);
            chosen(number, "frontier", drawn);
            return drawn;
        }
        Member restart = random.nextBoolean() ? start : frontier.leastVisited();
        chosen(number, "restart", restart);
        return restart;
    }

    private void chosen(int number, String choice, Member... parents) {
        Stream.of(parents).forEach(Member::visit);
        parts.journal().parents(number, Stream.of(parents).map(Member::hash).toList(), choice);
    }

    private Epoch tryOut(Proposal child) {
        Member parent = child.parent();
        if (child.functions().equals(parent.functions())) {
            var none = new Decision(false, "no edit", 0, 0, 1, parent.deciding().repeats());
            return Epoch.of(child.epoch(), child.step().edits(), parent.candidate(), none);
        }
        if (!tried.add(child.functions())) {
            String known = "this set was tried before";
            parent.history().repeated(child.past(new Fate.Refused(known)));
            return unevaluated(child, new Decision(false, known, 0, 0, 1, 1));
        }
        List<Task> tasks =
                FirstLook.draw(parent.candidate().train(), parts.trials().splits().train(), random);
        if (!tasks.isEmpty()) {
            FirstLook look =
                    FirstLook.of(
                            parent.candidate().train(),
                            parts.trials().firstLook(child.functions(), tasks, child.phase()));
            parts.journal().looked(child.epoch(), look);
            if (!look.gains()) {
                return dropped(child, look);
            }
        }
        return evaluated(child);
    }

    private static Epoch unevaluated(Proposal child, Decision decision) {
        Candidate unknown = Candidate.unknown(child.functions());
        return Epoch.of(child.epoch(), child.step().edits(), unknown, decision);
    }

    private Epoch dropped(Proposal child, FirstLook look) {
        Fate fate =
                new Fate.Dropped(Change.between(look.before(), look.after()), look.after().tasks());
        child.parent().history().rolledBack(child.past(fate), child.functions());
        String reason =
                "no gain on a first look: %s, the parent %s"
                        .formatted(look.after().rate(), look.before().rate());
        return unevaluated(child, decision(false, reason, look.before(), look.after()));
    }

    private Epoch evaluated(Proposal proposal) {
        Member parent = proposal.parent();
        Candidate candidate = parts.trials().candidate(proposal.functions(), proposal.phase());
        parts.journal().evaluated(proposal.epoch(), candidate);
        Member child = member(proposal.epoch(), candidate);
        population.add(child);
        String challenge = population.contains(child) ? challenge(child, proposal.phase()) : "";
        boolean kept = population.contains(child) || best == child;
        var effect = Effect.of(parent.candidate(), child.candidate());
        if (kept) {
            parts.trials().kept(child.candidate());
            parent.history().kept(proposal.past(new Fate.Beside(effect)));
            child.history().kept(proposal.past(new Fate.Kept(effect)));
        } else {
            Fate fate = new Fate.RolledBack(effect);
            parent.history().rolledBack(proposal.past(fate), proposal.functions());
        }
        return Epoch.of(
                proposal.epoch(),
                proposal.step().edits(),
                child.candidate(),
                decision(
                        kept,
                        kept ? place(child) + challenge : whyNot(child),
                        parent.deciding(),
                        child.deciding()));
    }

    private String place(Member child) {
        return "in the population, leads %d of %d tasks"
                .formatted(population.frontier().tasksLedBy(child), child.scores().size());
    }

    private String whyNot(Member child) {
        return population
                .dominatorOf(child)
                .map(better -> "dominated by set " + better.hash().substring(0, 8))
                .orElse("the population is full of better sets");
    }

    private Decision decision(boolean kept, String reason, Evaluation before, Evaluation after) {
        return Decision.between(before, after, parts.options().seed(), kept, reason);
    }

    /** Sets the child in the place of the best if it is better and passes; says so in words. */
    private String challenge(Member child, String phase) {
        know(child, best.candidate().validation().repeats(), phase);
        population.settle();
        if (!child.isBetterThan(best)) {
            return "";
        }
        Judgement judgement = parts.rule().judge(start.candidate(), child.candidate(), phase);
        start.know(judgement.standing());
        child.know(judgement.next());
        know(best, child.candidate().validation().repeats(), phase);
        population.settle();
        Decision decision = judgement.decision();
        parts.journal().judged(child.born(), child.candidate(), decision);
        if (!decision.accepted()) {
            return ", not the best: " + decision.reason();
        }
        if (!child.isBetterThan(best)) {
            return ", with more repeats not the best";
        }
        best = child;
        return ", the best: " + decision.reason();
    }

    /** Two sets are compared after equally many rollouts. */
    private void know(Member member, int repeats, String phase) {
        member.know(parts.trials().repeated(member.candidate(), repeats, phase));
    }
}
