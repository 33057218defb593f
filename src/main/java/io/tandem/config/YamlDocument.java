package io.tandem.config;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** A YAML text as nodes that know their lines; nothing in it is constructed, its aliases are few and end, and it is not too deep. */
final class YamlDocument {

    private static final int MOST_ALIASES = 20;

    /** Our files need some 12, route files some 30; readers go down level by level, on the stack. */
    private static final int DEEPEST = 100;

    private static final ScalarResolver JSON = new JsonScalarResolver();

    /** What is no text begins with one of these, or is empty. */
    private static final String BEGINS = "-.0123456789tfn\0$";

    /** JSON's own rules for what is a number, a word or nothing; most values are none of it, and no pattern is tried on them. */
    private static final Schema SCHEMA = new FailsafeSchema() {
        @Override
        public ScalarResolver getScalarResolver() {
            return (value, plain) ->
                    value.isEmpty() || BEGINS.indexOf(value.charAt(0)) >= 0 ? JSON.resolve(value, plain) : Tag.STR;
        }
    };

    private YamlDocument() {}

    /** @return empty, with a fault, if the text is no YAML document */
    static Optional<YamlNode> parse(String text, String shown, List<Fault> faults) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(shown)
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setSchema(SCHEMA)
                .build();
        try {
            Shallow parts = new Shallow(settings, text);
            Optional<Node> root = new Composer(settings, parts).getSingleNode();
            if (root.isEmpty()) {
                faults.add(new Fault(shown, 1, "is empty"));
            }
            Optional<Node> endless =
                    parts.hasAlias ? root.flatMap(node -> endless(node, newIdentitySet())) : Optional.empty();
            endless.ifPresent(node -> faults.add(new Fault(shown, line(node), "holds itself, through an alias")));
            return root.filter(node -> endless.isEmpty()).map(node -> new YamlNode(shown, node, faults));
        } catch (TooDeep e) {
            faults.add(new Fault(shown, e.line, "is nested deeper than " + DEEPEST + " levels"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(new Fault(shown, line, "is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            faults.add(new Fault(shown, 0, "is not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** The parts of a text, as long as it is not too deep for those who go down level by level: the composer is the first. */
    private static final class Shallow implements Parser {

        private final Parser parts;
        private int depth;
        private boolean hasAlias;

        Shallow(LoadSettings settings, String text) {
            parts = new ParserImpl(settings, new StreamReader(settings, text));
        }

        @Override
        public Event next() {
            Event part = parts.next();
            hasAlias |= part.getEventId() == Event.ID.Alias;
            depth += switch (part.getEventId()) {
                case SequenceStart, MappingStart -> 1;
                case SequenceEnd, MappingEnd -> -1;
                default -> 0;
            };
            if (depth > DEEPEST) {
                throw new TooDeep(part);
            }
            return part;
        }

        @Override
        public Event peekEvent() {
            return parts.peekEvent();
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return parts.checkEvent(choice);
        }

        @Override
        public boolean hasNext() {
            return parts.hasNext();
        }
    }

    private static final class TooDeep extends RuntimeException {

        private final int line;

        TooDeep(Event at) {
            line = at.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        }
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static Set<Node> newIdentitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** A node that holds an alias to itself: a walk through it would find no end. */
    private static Optional<Node> endless(Node node, Set<Node> visited) {
        if (node.isRecursive()) {
            return Optional.of(node);
        }
        return visited.add(node)
                ? children(node)
                        .flatMap(child -> endless(child, visited).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Stream<Node> children(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream().flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()));
        }
        return node instanceof SequenceNode sequence ? sequence.getValue().stream() : Stream.empty();
    }
}
