package io.tandem.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.Home;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** A site of its own: the shipped configuration with rows to see something by, four empty systems, and a store. */
public final class PlanSite implements AutoCloseable {

    public static final String TICKETS = "zendesk-tickets--custompms-project";
    public static final String ORGANIZATIONS = "zendesk-organizations--custompms-customer";
    public static final String CONTACTS = "zendesk-users--powerofficego-contactperson";

    public record Answer(int code, String out, String err) {
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(out);
            } catch (IOException e) {
                throw new IllegalStateException(out + err, e);
            }
        }

        /** One flow's part. */
        public JsonNode of(String flow) {
            for (JsonNode one : json().path("flows")) {
                if (one.path("flow").asText().equals(flow)) {
                    return one;
                }
            }
            throw new IllegalStateException("no " + flow + " in " + out + err);
        }
    }

    public final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
    public final Person person = new Person(sandbox);
    private final Path home;
    private final String storeUrl;

    public PlanSite(Path home, String storeUrl) throws IOException {
        this.home = home;
        this.storeUrl = storeUrl;
        Homes.impatient(home);
        row(TICKETS, "{source: subject, target: name, type: string}");
        row(ORGANIZATIONS, "{source: name, target: name, type: string, conflict: manual}");
        Path settings = home.resolve("config/application.properties");
        StringBuilder text = new StringBuilder("store.url=" + storeUrl + "\nstore.user=postgres\n");
        List.of(
                        "zendesk.budget.exports",
                        "zendesk.budget.users",
                        "powerofficego.budget.requests",
                        "powerofficego.budget.v1",
                        "powerofficego.budget.v2")
                .forEach(budget -> text.append(budget + "=none\n"));
        sandbox.settings().forEach((key, value) -> text.append(key + "=" + value + "\n"));
        Files.writeString(settings, text);
        Permissions.set(settings, "rw-------");
    }

    /** Gives a flow one row of the site's own. */
    public void row(String flow, String row) throws IOException {
        Path file = home.resolve("config/flows/" + flow + ".yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("extra: \\[.*]", "extra: [" + row + "]"));
    }

    public Answer run(String... arguments) {
        return run(Optional.empty(), arguments);
    }

    public Answer run(Optional<Application> running, String... arguments) {
        Shell.Answer answer = Shell.typed(home, home, "olga", running, arguments);
        return new Answer(answer.code(), answer.out(), answer.err());
    }

    /** An application that runs, its schedules apart. */
    public Application start() {
        Application app = Application.open(Configuration.load(new Home(home, Map.of(), false)));
        app.startRoutes();
        return app;
    }

    /** Every table's rows, as text in order; the count of calls aside, which a plan adds to. */
    public Map<String, List<String>> store() {
        Jdbi jdbi = Jdbi.create(storeUrl, "postgres", "");
        return jdbi.withHandle(handle -> {
            Map<String, List<String>> tables = new TreeMap<>();
            handle.createQuery(
                            "select table_name from information_schema.tables where table_schema = current_schema"
                                    + " and lower(table_name) not in ('budget', 'budget_use', 'sample', 'flyway_schema_history')")
                    .mapTo(String.class)
                    .forEach(table -> tables.put(
                            table,
                            handle.createQuery("select * from " + table).mapToMap().stream()
                                    .map(Map::toString)
                                    .sorted()
                                    .toList()));
            return tables;
        });
    }

    /** What was asked of the systems since, sign-ins and reads aside. */
    public List<String> writes() {
        return Stream.of(sandbox.zendesk(), sandbox.salesforce(), sandbox.powerofficego(), sandbox.custompms())
                .map(SandboxSystem::asked)
                .flatMap(List::stream)
                .filter(asked -> !asked.method().equals("GET"))
                .map(SandboxSystem.Asked::target)
                .filter(target -> !target.toLowerCase().contains("token"))
                .toList();
    }

    public void forget() {
        Stream.of(sandbox.zendesk(), sandbox.salesforce(), sandbox.powerofficego(), sandbox.custompms())
                .forEach(SandboxSystem::forget);
    }

    public String ticket(String subject) {
        return person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"" + subject + "\"}}")
                .path("ticket")
                .path("id")
                .asText();
    }

    public String organization(String name) {
        return person.zendesk("POST", "organizations.json", "{\"organization\":{\"name\":\"" + name + "\"}}")
                .path("organization")
                .path("id")
                .asText();
    }

    public String user(String email, String organization) {
        String of = organization == null ? "" : ",\"organization_id\":" + organization;
        return person.zendesk(
                        "POST",
                        "users.json",
                        "{\"user\":{\"name\":\"a user\",\"role\":\"end-user\",\"email\":\"" + email + "\"" + of + "}}")
                .path("user")
                .path("id")
                .asText();
    }

    public void contact(int id, String email) {
        person.powerOffice("POST", "_sandbox/customers", "{\"Id\":1,\"IsPerson\":false}");
        person.powerOffice(
                "POST", "_sandbox/contacts", "{\"id\":" + id + ",\"partyId\":1,\"emailAddress\":\"" + email + "\"}");
    }

    /** What a record's own API shows of a property, by the record's key in a plan. */
    public String value(String record, String property) {
        String id = record.substring(record.lastIndexOf('/') + 1);
        String entity = record.substring(0, record.lastIndexOf('/'));
        return switch (entity) {
            case "zendesk/tickets", "zendesk/users", "zendesk/organizations" -> {
                String kind = entity.substring("zendesk/".length());
                yield person.zendesk("GET", kind + "/" + id + ".json", null)
                        .path(kind.substring(0, kind.length() - 1))
                        .path(property)
                        .asText();
            }
            case "custompms/project", "custompms/customer" ->
                person.pms("GET", entity.substring("custompms/".length()) + "s/" + id, null)
                        .path(property)
                        .asText();
            case "powerofficego/contactperson" ->
                person.powerOffice("GET", "v1/PartyContactPerson/?$filter=(Id%20eq%20" + id + ")", null)
                        .path("data")
                        .path(0)
                        .path(property)
                        .asText();
            default -> throw new IllegalStateException(record);
        };
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
