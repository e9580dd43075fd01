package dev.handaxe.benchmarks.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.Image;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * The hostile programs that ship with Handaxe, from the class path. {@code docs/hostile-corpus.md}
 * says how one is added.
 *
 * <p>Immutable.
 *
 * @param cases in the order of their classes
 */
public record HostileCorpus(List<HostileCase> cases) {
    private static final String INDEX = "index.txt";
    private static final String POLICY = "policy.json";

    /** Copies. */
    public HostileCorpus {
        cases = List.copyOf(cases);
    }

    /**
     * Reads all of it.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if a case is not as it must be
     */
    public static HostileCorpus load() {
        if (!(CaseReader.tree(POLICY, resource(POLICY)) instanceof ObjectNode base)) {
            throw new HandaxeException(Code.INVALID_INPUT, "hostile/" + POLICY + ": no object");
        }
        CasePolicies policies = new CasePolicies(base);
        return new HostileCorpus(
                resource(INDEX)
                        .lines()
                        .map(id -> CaseReader.read(id, policies, file -> resource(id + "/" + file)))
                        .toList());
    }

    /** Only the cases that pass. */
    public HostileCorpus only(Predicate<HostileCase> wanted) {
        return new HostileCorpus(cases.stream().filter(wanted).toList());
    }

    /**
     * The same attacks on workers of that image. Policies that come from the preset untrusted have
     * no other than {@link Image#STARTUP}, so each becomes one of its own that says the same.
     */
    public HostileCorpus on(Image image) {
        return new HostileCorpus(
                cases.stream()
                        .map(
                                each ->
                                        new HostileCase(
                                                each.id(),
                                                each.hostileClass(),
                                                each.about(),
                                                each.attack().on(image),
                                                each.meanwhile().map(call -> call.on(image)),
                                                each.then().map(call -> call.on(image))))
                        .toList());
    }

    private static String resource(String name) {
        try (InputStream in = HostileCorpus.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, "hostile/" + name + ": there is no such file");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
