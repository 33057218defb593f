package io.tandem.document.imports;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which routes a site has. Cost: reads the route files once. */
final class RouteFolder {

    static final String SYSTEMS = "routes/systems.camel.yaml";

    private static final String FOLDER = "routes";
    private static final String ENDING = ".camel.yaml";
    private static final Pattern ID = Pattern.compile("(?m)^\\s+(?:id|routeId): [\"']?([^\"'\\s]+)");

    private final Set<String> ids = new HashSet<>();

    RouteFolder(SiteFiles files) {
        for (String name : files.names(FOLDER, ENDING)) {
            Matcher id = ID.matcher(files.text(FOLDER + "/" + name).orElse(""));
            while (id.find()) {
                ids.add(id.group(1));
            }
        }
    }

    boolean has(String id) {
        return ids.contains(id);
    }

    static String path(String flow) {
        return FOLDER + "/" + flow + ENDING;
    }

    /** The routes of a flow, both ways. */
    static String text(FlowDraft draft) {
        return RouteText.flow(
                draft.id(),
                draft.source().system() + "-" + draft.target().system(),
                draft.sourceName(),
                draft.targetName());
    }
}
