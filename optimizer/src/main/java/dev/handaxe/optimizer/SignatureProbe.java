package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.ParameterSchema;
import java.util.List;

/**
 * The program that compares functions with their schemas without calling them: calls are made by
 * name, so every parameter of the schema must be one of the function's, required in both or in
 * neither, and the function must have no other, unless it has a default and begins with an
 * underscore.
 */
final class SignatureProbe {
    /** What the program imports. */
    static final String MODULE = "inspect";

    private static final String PROGRAM =
            """
            _found = {name: globals().get(name) for name in _asked}
            import inspect
            def _judge(name, function, schema):
                if function is None:
                    raise NameError(f"the code does not define a function named '{name}'")
                if not callable(function):
                    raise TypeError(f"'{name}' is defined, but it is no function")
                try:
                    given = inspect.signature(function).parameters.values()
                except ValueError:
                    raise TypeError(f"the parameters of '{name}' cannot be read: define it with def") from None
                problems, names = [], set()
                takes_any = any(p.kind is p.VAR_KEYWORD for p in given)
                for p in given:
                    if p.kind is p.VAR_KEYWORD:
                        continue
                    if p.kind is p.VAR_POSITIONAL:
                        if not takes_any:
                            problems.append(f"*{p.name} cannot be given by name: make it a list")
                        continue
                    if p.kind is p.POSITIONAL_ONLY:
                        problems.append(f"'{p.name}' cannot be given by name: drop the '/'")
                        continue
                    names.add(p.name)
                    needed = p.default is p.empty
                    if p.name not in schema:
                        if needed:
                            problems.append(f"the code requires '{p.name}', which the schema does not have")
                        elif not p.name.startswith("_"):
                            problems.append(f"the code takes '{p.name}', which the schema does not have: add it there, or begin its name with an underscore")
                    elif needed and not schema[p.name]:
                        problems.append(f"the code requires '{p.name}', the schema does not: list it in required, or give it a default")
                    elif schema[p.name] and not needed:
                        problems.append(f"the schema requires '{p.name}', which has a default in the code: take it out of required, or drop the default")
                if not takes_any:
                    problems += [f"the schema has '{p}', which the code does not take" for p in schema if p not in names]
                if problems:
                    raise TypeError(f"the parameters of '{name}' do not fit its schema: " + "; ".join(problems))
            for _name, _schema in _asked.items():
                _judge(_name, _found[_name], _schema)
            """;

    private SignatureProbe() {}

    static Invocation of(List<FunctionDefinition> functions) {
        ObjectNode asked = Json.object();
        for (FunctionDefinition function : functions) {
            ParameterSchema schema = function.parameters();
            if (!schema.isOpen()) {
                ObjectNode parameters = asked.putObject(function.name());
                schema.names()
                        .forEach(name -> parameters.put(name, schema.required().contains(name)));
            }
        }
        // true and false are the only words of JSON here that Python spells otherwise
        String literal = Json.write(asked).replace(":true", ":True").replace(":false", ":False");
        return Invocation.program("_asked = " + literal + "\n" + PROGRAM);
    }
}
