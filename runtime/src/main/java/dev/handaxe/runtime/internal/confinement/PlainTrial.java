package dev.handaxe.runtime.internal.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the most that this host takes from an ordinary process. */
final class PlainTrial {
    private PlainTrial() {}

    /**
     * What was found.
     *
     * @param facts what a process so started saw of itself; empty if nothing could be taken
     * @param weaker why a stronger variant does not work; empty if this is the strongest
     */
    record Result(PlainProcess confinement, Map<String, String> facts, Optional<String> weaker) {}

    static Result run(Map<String, String> outside, Path jdk, Path home) {
        if (!HostTool.onLinux()) {
            return new Result(new PlainProcess(List.of(), -1), Map.of(), Optional.empty());
        }
        WorkerUser.Choice users = WorkerUser.choose(outside, jdk, home);
        Optional<String> weaker = users.weaker();
        for (Candidate candidate : candidates(users.users())) {
            PlainProcess process = candidate.process();
            switch (Trial.of(process.command(Trial.probe(jdk, home)), candidate.user())) {
                case Trial.Works(var facts) -> {
                    return new Result(process, facts, weaker);
                }
                case Trial.Fails(String why) -> weaker = Optional.of(weaker.orElse(why));
            }
        }
        return new Result(new PlainProcess(List.of(), -1), Map.of(), weaker);
    }

    private record Candidate(PlainProcess process, WorkerUser user) {}

    /** All variants, the strongest first. All are programs that become the next: one process. */
    private static List<Candidate> candidates(List<WorkerUser> users) {
        Optional<Path> unshare = HostTool.find("unshare");
        List<Candidate> candidates = new ArrayList<>();
        for (WorkerUser user : users) {
            unshare.ifPresent(
                    program -> {
                        List<String> command = new ArrayList<>(user.become());
                        command.add(program.toString());
                        command.addAll(List.of("--map-current-user", "--net", "--ipc", "--uts"));
                        candidates.add(limited(command, user, true));
                    });
            candidates.add(limited(new ArrayList<>(user.become()), user, false));
        }
        return candidates;
    }

    private static Candidate limited(List<String> command, WorkerUser user, boolean ownUsers) {
        HostTool.find("setpriv")
                .ifPresent(
                        program -> {
                            command.add(program.toString());
                            command.addAll(List.of("--no-new-privs", "--pdeathsig=KILL"));
                            if (user.isRoot()) {
                                command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all"));
                            }
                        });
        HostTool.find("prlimit")
                .ifPresent(program -> command.addAll(ResourceLimits.command(program, ownUsers)));
        return new Candidate(new PlainProcess(command, user.changed()), user);
    }
}
