package io.tandem.document.imports;

import java.util.Map;
import java.util.regex.Pattern;

/** Writes the route files of flows, and the routes through which systems are called, as Kaoto would. */
public final class RouteText {

    private static final TextTemplate FLOW = TextTemplate.of("flow.camel.yaml");
    private static final TextTemplate SYSTEM = TextTemplate.of("system-route.camel.yaml");

    /** What needs no quotes in YAML and means nothing to Camel. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _.()/&'-]*");

    /** Kaoto folds a longer line. */
    private static final int WIDTH = 80;

    private RouteText() {}

    /**
     * Both directions of a flow.
     *
     * @param group under which the console shows it
     * @param source and {@code target}: the record kinds as people call them
     */
    public static String flow(String id, String group, String source, String target) {
        boolean plain = PLAIN.matcher(source + target).matches();
        String a = plain ? source.strip() : "records of the source";
        String b = plain ? target.strip() : "records of the target";
        return FLOW.filled(Map.of(
                "flow", id,
                "group", group,
                "source", a,
                "target", b,
                "there", described(a, b, "Changes of the source go to the target."),
                "back", described(b, a, "Changes of the target go to the source.")));
    }

    private static String described(String from, String to, String otherwise) {
        String words = "Changes of " + from + " go to " + to + ".";
        return ("    description: " + words).length() > WIDTH ? otherwise : words;
    }

    /** The two routes through which a system is called. */
    static String system(String name) {
        return SYSTEM.filled(Map.of("system", name));
    }
}
