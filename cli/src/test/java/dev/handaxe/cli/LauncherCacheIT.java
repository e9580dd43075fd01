package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache with which the command starts sooner: when the launcher makes it, and uses it. */
class LauncherCacheIT {
    private static final String USES = "-XX:AOTCache=";

    @TempDir private Path folder;
    private LauncherProject project;
    private Path place;
    private Path jar;

    @BeforeEach
    void layOutADistribution() throws IOException {
        project = LauncherProject.in(folder);
        Path distribution = project.folder().resolve("cli/target/handaxe");
        jar = Files.createDirectories(distribution.resolve("lib")).resolve("a.jar");
        Files.writeString(jar, "1");
        place = distribution.resolve("aot");
        jdk("jdk", ": >\"$made\"; echo x >\"$made\"");
    }

    @Test
    void theFirstStartMakesItAndTheNextUsesIt() throws Exception {
        ProcessRun first = launch("jdk");

        assertThat(first.out()).doesNotContain(USES);
        awaitCache(1);
        ProcessRun next = launch("jdk");
        assertThat(next.out().lines()).contains(USES + place.resolve("command.aot"));
        assertThat(first.err() + next.err()).isEmpty();
        assertThat(trainings()).isEqualTo(1);
    }

    @Test
    void itIsMadeAgainWhenAJarHasChanged() throws Exception {
        makeCache();
        Files.writeString(jar, "2");

        assertThat(launch("jdk").out()).doesNotContain(USES);

        awaitCache(2);
        assertThat(launch("jdk").out()).contains(USES);
        assertThat(trainings()).isEqualTo(2);
    }

    @Test
    void itIsMadeAgainForAnotherJdkAndForOtherFlags() throws Exception {
        makeCache();
        jdk("other", "echo x >\"$made\"");

        assertThat(launch("other").out()).doesNotContain(USES);
        awaitCache(2);
        assertThat(trainings()).isEqualTo(2);

        Path launcher = project.folder().resolve("handaxe");
        String script = Files.readString(launcher);
        LauncherProject.script(launcher, script.replace("TieredStopAtLevel=1", "Level=2"));
        assertThat(launch("other").out()).doesNotContain(USES);
        awaitCache(3);
        assertThat(trainings()).isEqualTo(3);
    }

    @Test
    void oneThatCannotBeMadeIsNoFailureAndNotTriedAgain() throws Exception {
        jdk("broken", "echo 'no such flag' >&2; exit 1");

        ProcessRun first = launch("broken");
        awaitCache(1);
        ProcessRun next = launch("broken");

        assertThat(List.of(first.exitCode(), next.exitCode())).containsOnly(0);
        assertThat(first.err() + next.err()).isEmpty();
        assertThat(next.out()).doesNotContain(USES);
        assertThat(trainings()).isEqualTo(1);
        try (var files = Files.list(place)) {
            assertThat(files).containsExactly(place.resolve("made-from"));
        }
    }

    @Test
    void itIsWithTheUsersCachesWhereTheDistributionCannotBeWritten() throws Exception {
        Files.writeString(place, "a file is no folder, to root as well");
        place = folder.resolve("home/.cache/handaxe/aot");

        assertThat(launch("jdk").exitCode()).isZero();
        awaitCache(1);

        assertThat(launch("jdk").out().lines()).contains(USES + place.resolve("command.aot"));
    }

    @Test
    void withoutAnyPlaceForItTheCommandRuns() throws Exception {
        Files.writeString(place, "");
        Files.writeString(folder.resolve("home"), "");

        ProcessRun run = launch("jdk");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("jdk jdk").doesNotContain(USES);
    }

    @Test
    void startsAtOnceMakeItOnce() throws Exception {
        Path go = folder.resolve("go");
        Path started = folder.resolve("started");
        jdk(
                "slow",
                "echo >'%s'; while [ ! -e '%s' ]; do sleep 0.05; done; echo x >\"$made\""
                        .formatted(started, go));

        assertThat(launch("slow").exitCode()).isZero();
        ProcessRun.awaitFile(started);
        assertThat(launch("slow").exitCode()).isZero();
        Files.createFile(go);

        awaitCache(1);
        assertThat(launch("slow").out()).contains(USES);
        assertThat(trainings()).isEqualTo(1);
    }

    @Test
    void theLockOfOneThatDiedIsTakenAway() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        Path lock = Files.createDirectories(place.resolve("lock"));
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

        assertThat(launch("jdk").exitCode()).isZero();
        ProcessRun.awaitNone(lock);
        assertThat(launch("jdk").exitCode()).isZero();

        awaitCache(1);
        assertThat(trainings()).isEqualTo(1);
    }

    /** Made an hour ago, so that whatever is written now is newer. */
    private void makeCache() throws Exception {
        launch("jdk");
        awaitCache(1);
        FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
        Files.setLastModifiedTime(place.resolve("made-from"), past);
        FileTime before = FileTime.from(Instant.now().minusSeconds(7200));
        Files.setLastModifiedTime(jar, before);
        Files.setLastModifiedTime(jar.getParent(), before);
    }

    /** Returns when the cache was made, or could not be made, for that many times. */
    private void awaitCache(int times) {
        ProcessRun.awaitThat(() -> trainings() >= times, "the cache is not made");
        ProcessRun.awaitNone(place.resolve("lock"));
    }

    private ProcessRun launch(String jdk) throws Exception {
        return project.launch(
                Map.of(
                        "HANDAXE_JAVA_HOME",
                        folder.resolve(jdk).toString(),
                        "HANDAXE_AOT",
                        "auto",
                        "HANDAXE_BUILD",
                        "never"));
    }

    /** Whose java does that with {@code $made} when it is to make a cache. */
    private void jdk(String name, String makes) throws IOException {
        Path home = project.jdk(name, "25.0.3");
        LauncherProject.script(
                home.resolve("bin/java"),
                """
                #!/bin/sh
                for argument in "$@"; do
                    case $argument in
                        -XX:AOTCacheOutput=*)
                            made=${argument#*=}
                            echo x >>'%s'
                            %s
                            exit ;;
                    esac
                done
                echo jdk %s
                printf '%%s\\n' "$@"
                """
                        .formatted(folder.resolve("trainings"), makes, name));
    }

    private long trainings() {
        try {
            return Files.readAllLines(folder.resolve("trainings")).size();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
