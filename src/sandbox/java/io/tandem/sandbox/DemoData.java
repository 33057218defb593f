package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Invented records that show what happens: users that match once, twice, in other case, or have no email. */
final class DemoData {

    private static final List<String> FIRST =
            List.of("Ada", "Bo", "Cleo", "Dag", "Eir", "Finn", "Gro", "Hal", "Ida", "Jon", "Kai", "Liv");
    private static final List<String> LAST =
            List.of("Aas", "Berg", "Dahl", "Eng", "Fjeld", "Haug", "Lie", "Moen", "Ness", "Ruud", "Strand", "Vik");
    private static final List<String> TRADES =
            List.of("Bakery", "Boats", "Books", "Garden", "Glass", "Lumber", "Mill", "Paper", "Tools", "Wool");
    private static final int ORGANIZATIONS = 200;
    private static final int SUPPLIERS = 20;
    private static final int FIRST_SUPPLIER = 1_001;
    private static final int DIVISIONS = 20;
    /** For every six users of Zendesk. */
    private static final int TASKS_FOR_SIX = 5;

    private final Sandbox sandbox;
    private final SandboxOptions options;
    private final Random random = new Random(20_260_105);
    private final Instant start;

    DemoData(Sandbox sandbox, SandboxOptions options) {
        this.sandbox = sandbox;
        this.options = options;
        this.start = options.clock().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(30));
    }

    void fill() {
        for (int i = 1; i <= ORGANIZATIONS; i++) {
            organization(i);
            party(i);
        }
        for (int i = 1; i <= SUPPLIERS; i++) {
            supplier(i);
        }
        for (int i = 1; i <= options.users(); i++) {
            user(i);
            partners(i);
        }
        for (int i = 1; i <= options.tickets(); i++) {
            ticket(i);
        }
        for (int i = 1; i <= options.comments(); i++) {
            comment(i);
        }
        salesforce();
    }

    private static ObjectNode object() {
        return Table.JSON.createObjectNode();
    }

    private Instant stamp(int i) {
        return start.plusSeconds(i * 60L);
    }

    private String trade(int i) {
        return LAST.get(i % LAST.size()) + " " + TRADES.get(i / LAST.size() % TRADES.size()) + " " + i;
    }

    static long organizationId(int i) {
        return 7_000_000_000_000L + i;
    }

    private void organization(int i) {
        long id = organizationId(i);
        sandbox.zendesk()
                .tables
                .get("organizations")
                .put(
                        String.valueOf(id),
                        object().put("id", id)
                                .put("name", trade(i))
                                .put("updated_at", stamp(i).toString())
                                .put("created_at", stamp(i).toString()),
                        stamp(i));
    }

    /** A company customer for each organization; its number is the organization's in the cross-references. */
    private void party(int i) {
        sandbox.powerofficego()
                .customers
                .put(
                        String.valueOf(i),
                        object().put("Id", i)
                                .put("Name", trade(i))
                                .put("IsPerson", false)
                                .put("EmailAddress", "post@company" + i + ".example.com")
                                .put("LastChangedDateTimeOffset", stamp(i).toString()),
                        stamp(i));
    }

    private void supplier(int i) {
        int id = FIRST_SUPPLIER + i - 1;
        ObjectNode supplier = object().put("Id", id).put("Name", trade(ORGANIZATIONS + i));
        supplier.put("LastChangedDateTimeOffset", stamp(i).toString());
        sandbox.powerofficego().suppliers.put(String.valueOf(id), supplier, stamp(i));
    }

    private static String email(int i) {
        return (FIRST.get(i % FIRST.size()) + "." + LAST.get(i / FIRST.size() % LAST.size()) + i + "@example.com")
                .toLowerCase(Locale.ROOT);
    }

    private void user(int i) {
        long id = 35_000_000_000_000L + i;
        ObjectNode user = object().put("id", id)
                .put("name", FIRST.get(i % FIRST.size()) + " " + LAST.get(i / FIRST.size() % LAST.size()))
                .put("email", i % 20 == 0 ? null : email(i))
                .put("role", i % 50 == 0 ? "agent" : "end-user")
                .put("organization_id", i % 3 == 0 ? null : Long.valueOf(organizationId(1 + i % ORGANIZATIONS)))
                .put("active", i % 97 != 0)
                .put("suspended", i % 89 == 0)
                .put("updated_at", stamp(i).toString())
                .put("created_at", stamp(i).toString());
        ObjectNode identity = user.putArray("_identities").addObject();
        identity.put("id", id * 10)
                .put("user_id", id)
                .put("type", "email")
                .put("value", email(i))
                .put("verified", true)
                .put("primary", true);
        if (i % 20 == 0) {
            user.putArray("_identities");
        }
        var memberships = user.putArray("_memberships");
        if (user.hasNonNull("organization_id")) {
            memberships
                    .addObject()
                    .put("id", id * 10 + 1)
                    .put("user_id", id)
                    .put("organization_id", user.path("organization_id").asLong())
                    .put("default", true);
        }
        sandbox.zendesk().tables.get("users").put(String.valueOf(id), user, stamp(i));
    }

    /** Four in ten users are contact persons, two in ten person customers; some match twice, some in other case. */
    private void partners(int i) {
        String shown = i % 7 == 0 ? email(i).toUpperCase(Locale.ROOT) : i % 11 == 0 ? " " + email(i) + " " : email(i);
        if (i % 5 < 2) {
            contact(20_000 + i, shown, i);
            if (i % 100 == 1) {
                contact(60_000 + i, email(i), i);
            }
        }
        if (i % 5 == 3) {
            person(10_000 + i, shown, i);
            if (i % 100 == 3) {
                person(50_000 + i, email(i), i);
            }
        }
    }

    private void contact(int id, String email, int i) {
        int customer = i % 3 == 0 ? 1 + random.nextInt(ORGANIZATIONS) : 1 + i % ORGANIZATIONS;
        boolean ofSupplier = i % 30 == 21;
        Integer party = ofSupplier ? Integer.valueOf(FIRST_SUPPLIER + i % SUPPLIERS) : Integer.valueOf(customer);
        sandbox.powerofficego()
                .contacts
                .put(
                        String.valueOf(id),
                        object().put("id", id)
                                .put("emailAddress", email)
                                .put("firstName", FIRST.get(i % FIRST.size()))
                                .put("lastName", LAST.get(i / FIRST.size() % LAST.size()))
                                .put("partyId", party)
                                .put("partyCustomerCode", ofSupplier ? null : party)
                                .put("partySupplierCode", ofSupplier ? party : null)
                                .put("lastChanged", stamp(i).toString().replace("Z", " +00:00")),
                        stamp(i));
    }

    private void person(int id, String email, int i) {
        sandbox.powerofficego()
                .customers
                .put(
                        String.valueOf(id),
                        object().put("Id", id)
                                .put("FirstName", FIRST.get(i % FIRST.size()))
                                .put("LastName", LAST.get(i / FIRST.size() % LAST.size()))
                                .put("EmailAddress", email)
                                .put("IsPerson", true)
                                .put("LastChangedDateTimeOffset", stamp(i).toString()),
                        stamp(i));
    }

    /** One in forty is closed, one in two hundred deleted, and every second of these scrubbed. */
    private void ticket(int i) {
        boolean scrubbed = i % 398 == 0;
        String subject =
                "Question " + i + " about " + TRADES.get(i % TRADES.size()).toLowerCase(Locale.ROOT);
        ObjectNode ticket = object().put("id", i)
                .put("subject", scrubbed ? "SCRUBBED" : subject)
                .put("status", i % 199 == 0 ? "deleted" : i % 40 == 0 ? "closed" : i % 3 == 0 ? "solved" : "open")
                .put("priority", "normal")
                .put("type", i % 10 == 0 ? "task" : "question")
                .put("requester_id", 35_000_000_000_001L + i % Math.max(1, options.users()))
                .put("due_at", i % 10 == 0 ? stamp(i).plus(Duration.ofDays(7)).toString() : null)
                .put("updated_at", (scrubbed ? start : stamp(i)).toString())
                .put("generated_timestamp", stamp(i).getEpochSecond());
        sandbox.zendesk().tables.get("tickets").put(String.valueOf(i), ticket, stamp(i));
    }

    private void comment(int i) {
        ObjectNode event = object().put("id", 80_000_000L + i)
                .put("ticket_id", 1 + i % Math.max(1, options.tickets()))
                .put("timestamp", stamp(i).getEpochSecond());
        event.putArray("child_events")
                .addObject()
                .put("id", 90_000_000L + i)
                .put("event_type", "Comment")
                .put("body", "Comment " + i + ": thank you for your message.")
                .put("public", i % 4 != 0)
                .put("author_id", 35_000_000_000_001L);
        sandbox.zendesk().tables.get("events").put(event.path("id").asText(), event, stamp(i));
    }

    private void salesforce() {
        SalesforceSim salesforce = sandbox.salesforce();
        for (int i = 1; i <= DIVISIONS; i++) {
            put(
                    salesforce,
                    "Division",
                    "0Rd" + padded(i),
                    object().put("Name", "Division " + i).put("IsActive", true).put("SortOrder", i),
                    i);
        }
        put(salesforce, "Organization", "00D" + padded(1), object().put("Name", "Fjord and Field"), 1);
        for (int i = 1; i <= options.users() * TASKS_FOR_SIX / 6; i++) {
            put(
                    salesforce,
                    "Task",
                    "00T" + padded(i),
                    object().put("Subject", "Call " + trade(i))
                            .put("Status", i % 4 == 0 ? "Completed" : "Not Started")
                            .put("Priority", "Normal")
                            .put("IsDeleted", false),
                    i);
        }
    }

    private static String padded(int i) {
        return String.format(Locale.ROOT, "%015d", i);
    }

    private void put(SalesforceSim salesforce, String object, String id, ObjectNode record, int i) {
        salesforce
                .tables
                .get(object)
                .put(
                        id,
                        record.put("Id", id)
                                .put("SystemModstamp", stamp(i).toString().replace("Z", ".000+0000")),
                        stamp(i));
    }
}
