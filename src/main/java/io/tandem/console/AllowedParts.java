package io.tandem.console;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.service.api.DataUpdater;

/**
 * Leaves out of a list what a role may not use: attributes, operations, writing.
 *
 * <p>Adds {@code canInvoke: false} to an MBean that has operations which are refused: Hawtio then offers none of its
 * own buttons for it, such as Suspend. The operations that are allowed can still be called.
 */
final class AllowedParts extends DataUpdater {

    private static final int AFTER_ALL_OTHERS = 1_000;

    private final RoleRights rights;

    AllowedParts(RoleRights rights) {
        super(AFTER_ALL_OTHERS);
        this.rights = rights;
    }

    @Override
    public String getKey() {
        return "canInvoke";
    }

    /** Replaces the parts of {@code shown} and changes none: Jolokia keeps those of the platform's MBeans. */
    @Override
    public void update(
            Map<String, Object> shown,
            ObjectName name,
            MBeanInfo info,
            java.util.Deque<String> path,
            boolean openTypes) {
        shown.computeIfPresent("attr", (key, all) -> attributes(name, (JSONObject) all));
        List<MBeanOperationInfo> allowed = Stream.of(info.getOperations())
                .filter(operation -> rights.allows(name, operation))
                .toList();
        shown.computeIfPresent("op", (key, all) -> operations((JSONObject) all, allowed));
        if (allowed.size() < info.getOperations().length) {
            shown.put(getKey(), false);
        }
    }

    private JSONObject attributes(ObjectName name, JSONObject all) {
        JSONObject seen = new JSONObject();
        all.forEach((attribute, description) -> {
            if (rights.isAttributeReadAllowed(name, attribute)) {
                JSONObject one = new JSONObject();
                one.putAll((JSONObject) description);
                one.computeIfPresent(
                        "rw", (key, rw) -> Boolean.TRUE.equals(rw) && rights.isAttributeWriteAllowed(name, attribute));
                seen.put(attribute, one);
            }
        });
        return seen;
    }

    private static JSONObject operations(JSONObject all, List<MBeanOperationInfo> allowed) {
        JSONObject seen = new JSONObject();
        all.forEach((operation, described) -> {
            List<?> forms = described instanceof JSONArray several ? several : List.of(described);
            JSONArray kept = new JSONArray();
            forms.stream().filter(isOneOf(operation, allowed)).forEach(kept::add);
            if (!kept.isEmpty()) {
                seen.put(operation, kept.size() == 1 ? kept.get(0) : kept);
            }
        });
        return seen;
    }

    private static Predicate<Object> isOneOf(String operation, List<MBeanOperationInfo> allowed) {
        return form -> allowed.stream()
                .filter(one -> one.getName().equals(operation))
                .anyMatch(one -> types(one).equals(types((JSONObject) form)));
    }

    private static List<String> types(MBeanOperationInfo operation) {
        return Stream.of(operation.getSignature())
                .map(javax.management.MBeanParameterInfo::getType)
                .toList();
    }

    private static List<String> types(JSONObject form) {
        return ((JSONArray) form.get("args"))
                .stream()
                        .map(argument -> (String) ((JSONObject) argument).get("type"))
                        .toList();
    }
}
