package io.tandem.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks into the simulators' tables, past their lag and their faults: what really is there. */
public final class Records {

    private Records() {}

    /** How many records of a collection were created for each external reference. */
    public static Map<String, Integer> byReference(Sandbox sandbox, String collection) {
        Table table = sandbox.custompms().collection(collection);
        Map<String, Integer> found = new TreeMap<>();
        for (String id : table.ids()) {
            String reference =
                    table.get(id).orElseThrow().json().path("external_ref").asText();
            found.merge(reference, 1, Integer::sum);
        }
        return found;
    }

    /** Tickets that are neither deleted nor closed, oldest first. */
    public static List<String> ticketIds(Sandbox sandbox) {
        Table table = sandbox.zendesk().table("tickets");
        return table.ids().stream()
                .filter(id -> !List.of("deleted", "closed")
                        .contains(table.get(id)
                                .orElseThrow()
                                .json()
                                .path("status")
                                .asText()))
                .sorted()
                .toList();
    }

    public static int liveTickets(Sandbox sandbox) {
        Table table = sandbox.zendesk().table("tickets");
        return (int) table.ids().stream()
                .filter(id -> !table.get(id)
                        .orElseThrow()
                        .json()
                        .path("status")
                        .asText()
                        .equals("deleted"))
                .count();
    }

    /** How often each record of a collection was written, its creation included. */
    public static Map<String, Integer> versions(Sandbox sandbox, String collection) {
        Table table = sandbox.custompms().collection(collection);
        Map<String, Integer> found = new TreeMap<>();
        table.ids()
                .forEach(id -> found.put(
                        id, table.get(id).orElseThrow().json().path("version").asInt()));
        return found;
    }
}
