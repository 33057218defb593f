package io.tandem.system.descriptor;

import io.tandem.config.Form;
import io.tandem.config.Key;
import io.tandem.config.Keys;
import io.tandem.config.YamlNode;
import io.tandem.system.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a descriptor may hold, beside its calls. Templates in braces take settings ({desk.url}) and what the call is about
 * ({id}).
 */
public final class DescriptorKeys {

    static final Key<Boolean> SECRET = Key.flag("secret", false, "whether it is a secret, which is never shown");
    static final Key<String> DEFAULT =
            Key.text("default", "its value if it isn't set; {other.setting} takes another's");
    static final Key<List<String>> KNOWN = Key.texts("known", "the only values allowed");
    static final Key<String> FORM = Key.text("form", "regular expression that a value must match");
    static final Key<String> DESCRIPTION =
            Key.text("description", "what it is for; shown in this reference and in faults");

    static final Keys SETTING = Keys.of("a setting of a descriptor", SECRET, DEFAULT, KNOWN, FORM, DESCRIPTION);

    static final Key<String> USER = Key.text("user", "a template").need();
    static final Key<String> PASSWORD = Key.text("password", "a template").need();

    static final Keys BASIC_KEYS = Keys.of("basic", USER, PASSWORD);

    /** Where id and secret go. */
    enum Place {
        FORM,
        HEADER
    }

    static final Key<String> TOKEN_URL =
            Key.text("token_url", "address that gives tokens, a template").need();
    static final Key<Place> CREDENTIALS =
            Key.choice("credentials", Place.class, Place.HEADER, "where id and secret go");
    static final Key<String> CLIENT_ID = Key.text("id", "a template").need();
    static final Key<String> CLIENT_SECRET = Key.text("secret", "a template").need();
    static final Key<String> INSTANCE_URL =
            Key.text("instance_url", "path in the answer to the address for further calls");
    static final Key<String> PINNED_BY = Key.text("pinned_by", "setting that, if set, is the only such address");

    static final Keys OAUTH2_KEYS =
            Keys.of("oauth2", TOKEN_URL, CREDENTIALS, CLIENT_ID, CLIENT_SECRET, INSTANCE_URL, PINNED_BY);

    static final Key<String> BEARER = Key.text("bearer", "the token, a template");
    static final Key<Optional<YamlNode>> BASIC = Key.of("basic", BASIC_KEYS, "user and password");
    static final Key<Optional<YamlNode>> OAUTH2 = Key.of("oauth2", OAUTH2_KEYS, "client credentials");

    static final Keys AUTH_KEYS =
            Keys.of("a way to sign in: one of", BEARER, BASIC, OAUTH2).one(BEARER, BASIC, OAUTH2);

    static final Key<String> URL =
            Key.text("url", "address that calls are appended to, a template").need();
    static final Key<Map<String, String>> HEADERS = Key.table("headers", "headers of every call, templates by name");
    static final Key<List<YamlNode>> AUTH =
            Key.list("auth", AUTH_KEYS, "list of ways to sign in; the first whose settings are set counts");

    static final Keys CLIENT = Keys.of("a client", URL, HEADERS, AUTH);

    static final Key<List<String>> STATUS = Key.texts("status", Form.STATUSES, "HTTP statuses; none fits all");
    static final Key<List<String>> CODE = Key.texts("code", "error codes, each in any letter case; none fits all");
    static final Key<List<String>> MESSAGE =
            Key.texts("message", "parts of the error's message, each in any letter case; none fits all");
    static final Key<Problem.Kind> IS = Key.choice("is", Problem.Kind.class, Problem.Kind.INVALID, "what it means");
    static final Key<String> EXISTING = Key.text("existing", "path to the id of the record that exists already");

    static final Keys PROBLEM = Keys.of("a rule of problems", STATUS, CODE, MESSAGE, IS, EXISTING);

    static final Key<String> RETRY_AFTER = Key.text(
            "retry_after", "regular expression for the message; its group is the time to wait, in seconds or 02:13:53");
    static final Key<String> REMAINING = Key.text("remaining", "header with the calls left");
    static final Key<String> RESET = Key.text("reset", "header with the seconds until there are more");
    static final Key<String> USAGE = Key.text("usage", "header with the day's calls, used/limit");
    static final Key<List<YamlNode>> PROBLEMS =
            Key.list("problems", PROBLEM, "list of rules, the first that fits counts");

    static final Keys ANSWERS_KEYS = Keys.of(
            "answers",
            CallKeys.FAILED_WHEN,
            CallKeys.CODE,
            CallKeys.MESSAGE,
            CallKeys.FIELDS,
            RETRY_AFTER,
            REMAINING,
            RESET,
            USAGE,
            PROBLEMS);

    static final Key<String> PATH = Key.text("path", "its path in the API; default its name");
    static final Key<Access> ACCESS = Key.choice("access", Access.class, Access.WRITABLE, "what may be done with it");
    static final Key<Boolean> EMAIL = Key.flag("email", false, "whether it is compared without case and outer blanks");
    static final Key<Boolean> CLEARABLE = Key.flag("clearable", true, "whether it can be emptied");
    static final Key<String> FORM_OF_VALUE = Key.text(
            "form",
            "how the API prints a day or a moment, where that isn't ISO: a pattern such as dd.MM.yyyy, epoch or epoch-millis;"
                    + " without a zone in it a moment is UTC; flows see ISO");
    static final Key<List<YamlNode>> SEQUENCE = Key.list(
            "sequence",
            CallKeys.CALL.with(CallKeys.OWN_OF_STEP),
            "the calls that write it, in order, instead of update");

    static final Keys PROPERTY = Keys.of(
            "a property, if more is to be said than its access",
            PATH,
            ACCESS,
            EMAIL,
            CLEARABLE,
            FORM_OF_VALUE,
            SEQUENCE);

    static final Key<String> VARIANT_OF = Key.text("variant_of", "the entity that this one stands in for");
    static final Key<Map<String, String>> WHEN = Key.table("when", "settings and values with which it does");
    static final Key<String> ID = Key.text("id", "id", "path to the id");
    static final Key<String> MODIFIED = Key.text("modified", "path to the modified time");
    static final Key<String> DELETED_MODIFIED = Key.text(
            "deleted_modified",
            "path to the modified time of a deleted record, where the usual one doesn't change then");
    static final Key<String> TOKEN = Key.text(
            "token",
            "path to a version, ETag or stamp for conditional writes; header NAME if a header of answers about one record"
                    + " has it, such as ETag");
    static final Key<String> STAMPS = Key.text(
            "stamps",
            "form of its points in time, a pattern such as dd.MM.yyyy HH:mm:ss, where that is no ISO form, no number of seconds or milliseconds, and no form of a Date header; without a zone in it they are UTC; {stamp} is since in this form");
    static final Key<Map<String, YamlNode>> DELETED_WHEN =
            Key.byName("deleted_when", Form.VALUES, "values by path that mean deleted; present stands for any");
    static final Key<Map<String, YamlNode>> PRESENT_WHEN =
            Key.byName("present_when", Form.VALUES, "values by path without which a record has left the entity");
    static final Key<String> ID_SPACE = Key.text("id_space", "entity whose ids these are; default its own");
    static final Key<String> ID_FORM = Key.text(
            "id_form",
            "how ids look: integer, uuid, case-safe (15 characters become 18), or a regular expression; default any");
    static final Key<Map<String, YamlNode>> LOCKED_WHEN =
            Key.byName("locked_when", Form.VALUES, "values by property with which nothing can be written");
    static final Key<List<String>> NEEDS = Key.texts("needs", "properties that calls need besides the flows' own");
    static final Key<Duration> OVERLAP =
            Key.duration("overlap", Duration.ZERO, "how far a walk goes back before its last stamp, e.g. 300s");
    static final Key<Duration> READ_LAG =
            Key.duration("read_lag", Duration.ZERO, "how long a read may still show the state before a write");
    static final Key<Duration> LOOKUP_LAG =
            Key.duration("lookup_lag", Duration.ZERO, "how long a look-up may not yet find what was created");
    static final Key<String> PAGE_URL = Key.text("page_url", "address of a record's page for people, a template");
    static final Key<Map<String, YamlNode>> PROPERTIES = Key.byName(
            "properties",
            Form.either(Form.choice(Access.class), Form.of(PROPERTY)),
            "by name: writable, write_once, read_only, or more about it");
    static final Key<Optional<YamlNode>> FETCH =
            Key.of("fetch", CallKeys.CALL.with(CallKeys.OWN_OF_FETCH), "the walk over changes");
    static final Key<Optional<YamlNode>> READ_MANY =
            Key.of("read_many", CallKeys.CALL.with(CallKeys.OWN_OF_READ), "reads records by id");
    static final Key<Optional<YamlNode>> LOOK_UP =
            Key.of("look_up", CallKeys.CALL.with(CallKeys.OWN_OF_READ), "finds records by their external reference");
    static final Key<Optional<YamlNode>> UPDATE =
            Key.of("update", CallKeys.CALL.with(CallKeys.OWN_OF_UPDATE), "changes records");
    static final Key<Optional<YamlNode>> CREATE =
            Key.of("create", CallKeys.CALL.with(CallKeys.OWN_OF_CREATE), "makes records");
    static final Key<Optional<YamlNode>> DELETE = Key.of(
            "delete", CallKeys.CALL, "deletes a record, a call; without it deletes can't be propagated to this entity");

    static final Keys ENTITY = Keys.of(
            "an entity",
            VARIANT_OF,
            WHEN,
            ID,
            MODIFIED,
            DELETED_MODIFIED,
            TOKEN,
            STAMPS,
            DELETED_WHEN,
            PRESENT_WHEN,
            ID_SPACE,
            ID_FORM,
            LOCKED_WHEN,
            NEEDS,
            OVERLAP,
            READ_LAG,
            LOOKUP_LAG,
            PAGE_URL,
            PROPERTIES,
            FETCH,
            READ_MANY,
            LOOK_UP,
            UPDATE,
            CREATE,
            DELETE);

    static final Key<String> SYSTEM =
            Key.text("system", "the file's name without .yaml").need();
    static final Key<String> TITLE =
            Key.text("title", "the system's name for people").need();
    static final Key<Boolean> STUB = Key.flag(
            "stub",
            false,
            "whether import generated it, and nobody filled it in for the real API yet; then the sandbox serves it without an address");
    static final Key<Map<String, YamlNode>> SETTINGS =
            Key.byName("settings", Form.of(SETTING), "its settings by name; name is set as <system>.<name>");
    static final Key<Map<String, YamlNode>> CLIENTS = Key.byName(
            "clients", Form.of(CLIENT), "ways to speak to it, by name; a call without client takes the first");
    static final Key<Map<String, String>> BUDGETS = Key.table(
            "budgets",
            "default budgets by class of calls, e.g. 400/min or none; a call without budget takes the first");
    static final Key<Integer> PARALLEL = Key.count(
            "parallel",
            1,
            "how many chunks of a flow may call it at the same time, unless the flow file has its own number; 1: one call after the other");
    static final Key<Optional<YamlNode>> ANSWERS =
            Key.of("answers", ANSWERS_KEYS, "how answers say that something is wrong");
    static final Key<Map<String, YamlNode>> ENTITIES = Key.byName("entities", Form.of(ENTITY), "its entities by name");

    /** A descriptor. */
    public static final Keys FILE =
            Keys.of("a descriptor", SYSTEM, TITLE, STUB, SETTINGS, CLIENTS, BUDGETS, PARALLEL, ANSWERS, ENTITIES);

    /** For the reference. */
    public static final List<Keys> ALL = Stream.concat(
                    Stream.of(
                            FILE,
                            SETTING,
                            CLIENT,
                            AUTH_KEYS,
                            BASIC_KEYS,
                            OAUTH2_KEYS,
                            ANSWERS_KEYS,
                            PROBLEM,
                            ENTITY,
                            PROPERTY),
                    CallKeys.ALL.stream())
            .toList();

    private DescriptorKeys() {}
}
