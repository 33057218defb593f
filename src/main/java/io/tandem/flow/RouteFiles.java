package io.tandem.flow;

import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.TextFile;
import io.tandem.config.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The route files, each read once. Checks them: every flow has its two routes of the documented shape, and every route its
 * flow.
 */
public final class RouteFiles {

    private static final List<String> STEPS = List.of("fetch", "match", "transform", "upsert", "link");
    public static final String FOLDER = "routes";

    private final Path home;
    private final List<Fault> faults = new ArrayList<>();
    private final List<RouteFile> readable = new ArrayList<>();
    private final List<YamlNode> documents = new ArrayList<>();
    private final RouteTemplates templates = new RouteTemplates();
    private final Map<String, YamlNode> routes = new HashMap<>();

    private RouteFiles(Path home) {
        this.home = home;
    }

    /** Those that are YAML; the faults of the others are kept for {@link #check}. */
    public static RouteFiles read(Path home) {
        RouteFiles files = new RouteFiles(home);
        try {
            in(home).forEach(files::parse);
        } catch (IOException e) {
            files.faults.add(new Fault(FOLDER, 0, "can't be read: " + FileTrouble.of(e) + ". Is --home right?"));
        }
        return files;
    }

    private void parse(Path file) {
        try {
            RouteFile read = new RouteFile(name(file), TextFile.read(file));
            YamlNode.parse(read.text(), read.name(), faults).ifPresent(document -> {
                readable.add(read);
                documents.add(document);
            });
        } catch (IOException e) {
            faults.add(new Fault(name(file), 0, "can't be read: " + FileTrouble.of(e)));
        }
    }

    /** Those that are YAML. */
    public List<RouteFile> readable() {
        return List.copyOf(readable);
    }

    /**
     * What is wrong with them. To be called once.
     *
     * @param systems that need a route to be called through
     * @param names what a route may refer to
     */
    public List<Fault> check(List<Flow> flows, Collection<String> systems, RouteNames names) {
        documents.forEach(templates::add);
        documents.forEach(this::add);
        RouteNames known = names.with(documents, templates.parameters());
        documents.forEach(known::check);
        flows.forEach(this::checkFlow);
        systems.stream()
                .filter(system -> !routes.containsKey(system))
                .forEach(system -> faults.add(new Fault(
                        FOLDER + "/systems.camel.yaml",
                        0,
                        "there is no route " + system + ", through which the system is called")));
        routes.forEach((id, route) -> checkKnown(id, route, systems));
        return faults;
    }

    /** All route files, by name. */
    public static List<Path> in(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** A route file below home, with / on every machine. */
    public static String name(Path file) {
        return FOLDER + "/" + file.getFileName();
    }

    /** Routes that are made of a template count like those that are written out; any file may hold the template. */
    private void add(YamlNode file) {
        for (YamlNode entry : file.items()) {
            entry.get("route").ifPresent(route -> add(route.required("id"), route, route));
            entry.get("templatedRoute")
                    .ifPresent(made ->
                            templates.routeOf(made).ifPresent(route -> add(made.required("routeId"), made, route)));
        }
    }

    private void add(String id, YamlNode place, YamlNode route) {
        YamlNode before = routes.putIfAbsent(id, route);
        if (before != null) {
            place.fault("route " + id + " stands in " + before.file() + ", line " + before.line() + " already");
        }
    }

    private void checkFlow(Flow flow) {
        for (Side side : Side.values()) {
            String id = flow.routeId(side);
            YamlNode route = routes.get(id);
            if (route == null && flow.link() == LinkPolicy.OFF) {
                continue;
            }
            if (route == null) {
                faults.add(new Fault(
                        FOLDER + "/" + flow.id() + ".camel.yaml", 0, "flow " + flow.id() + " has no route " + id));
            } else {
                checkShape(id, route);
                checkOrder(flow, side, route);
            }
        }
    }

    private void checkShape(String id, YamlNode route) {
        Stream.of("nodePrefixId", "group", "description", "routeConfigurationId")
                .forEach(route::required);
        YamlNode from = route.get("from").orElse(route);
        if (from == route) {
            route.fault("route " + id + " has no from");
        }
        List<String> refs = new ArrayList<>();
        steps(from, refs, id);
        if (!inOrder(refs)) {
            route.fault("route " + id + " must have the steps " + String.join(", ", STEPS) + " in this order; found: "
                    + String.join(", ", refs));
        }
        if (from.text("uri").filter("quartz"::equals).isPresent()
                && from.get("parameters").filter(p -> p.bool("stateful", false)).isEmpty()) {
            from.fault("route " + id
                    + ": parameter stateful: true is missing; without it a long first sync overlaps itself");
        }
    }

    /** One trigger for each flow: the way there calls the way back when it is done (rule 9: one flow runs in one place). */
    private static void checkOrder(Flow flow, Side side, YamlNode route) {
        String back = flow.routeId(Side.TARGET);
        YamlNode from = route.get("from").orElse(route);
        if (side == Side.TARGET) {
            if (!calls(from, back)) {
                from.fault("route " + back + " must start from direct:" + back + ", which the way there calls");
            }
            return;
        }
        List<YamlNode> steps = from.list("steps");
        boolean called = !steps.isEmpty()
                && steps.get(steps.size() - 1)
                        .get("to")
                        .filter(to -> calls(to, back))
                        .isPresent();
        if (!called) {
            route.fault("route " + flow.id() + " must end with the step to: direct:" + back + ", the way back");
        }
    }

    private static boolean calls(YamlNode endpoint, String name) {
        return endpoint.text("uri").filter("direct"::equals).isPresent()
                && endpoint.get("parameters")
                        .flatMap(parameters -> parameters.text("name"))
                        .filter(name::equals)
                        .isPresent();
    }

    /** Our own steps must stand in this order; an engineer's may stand between any two. */
    private static boolean inOrder(List<String> refs) {
        return refs.stream().filter(STEPS::contains).toList().equals(STEPS);
    }

    private void steps(YamlNode around, List<String> refs, String id) {
        for (YamlNode step : around.list("steps")) {
            step.entries().forEach((kind, node) -> {
                if (!node.isMapping()) {
                    return;
                }
                node.required("id");
                node.required("description");
                node.text("ref").filter(ref -> kind.equals("process")).ifPresent(refs::add);
                if (kind.equals("split")) {
                    checkSplit(id, node);
                }
                steps(node, refs, id);
            });
        }
    }

    private static void checkSplit(String id, YamlNode split) {
        if (!split.bool("stopOnException", false)) {
            split.fault("route " + id
                    + ": stopOnException: true is missing; without it a failed chunk is overtaken and lost");
        }
        if (!hasStep(split)) {
            return;
        }
        if (!split.bool("streaming", false)) {
            split.fault("route " + id + ": streaming: true is missing; without it the first chunk waits until all are"
                    + " loaded, and they wait for the first");
        }
        if (split.bool("shareUnitOfWork", false)) {
            split.fault("route " + id + ": shareUnitOfWork: true is not possible; no chunk would be done before the"
                    + " round is");
        }
        if (split.text("timeout").filter(time -> !time.equals("0")).isPresent()) {
            split.fault("route " + id + ": timeout is not possible; a round would end while its chunks go on. How long"
                    + " a call may take is a setting of its system");
        }
    }

    /** Whether one of our steps stands in it: any other route is an engineer's own, or housekeeping. */
    private static boolean hasStep(YamlNode around) {
        return around.list("steps").stream()
                .flatMap(step -> step.entries().values().stream())
                .filter(YamlNode::isMapping)
                .anyMatch(node -> node.text("ref").filter(STEPS::contains).isPresent() || hasStep(node));
    }

    private void checkKnown(String id, YamlNode route, Collection<String> systems) {
        boolean ofAFlow = id.endsWith(Flow.BACK)
                || route.get("from").filter(RouteFiles::hasStep).isPresent();
        String flowFile = "config/flows/" + id.replaceFirst(Flow.BACK + "$", "") + ".yaml";
        if (ofAFlow && !Files.exists(home.resolve(flowFile)) && !systems.contains(id)) {
            route.fault("route " + id + " has no flow file; wanted " + flowFile);
        }
    }
}
