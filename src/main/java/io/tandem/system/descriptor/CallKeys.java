package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Form;
import io.tandem.config.Key;
import io.tandem.config.Keys;
import io.tandem.config.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the calls of an entity may hold: {@code PAGE_SIZE.of(fetch)} reads a key. */
final class CallKeys {

    private static final Form<String> LINE = Form.text("(?:" + String.join("|", Spec.Call.METHODS) + ") /.*");

    static final Key<String> CLIENT = Key.text("client", "default the first");
    static final Key<String> BUDGET = Key.text("budget", "class of calls; default the first");
    static final Key<String> LINE_OF_CALL =
            Key.text("call", LINE, "method and path, e.g. GET /records/{id}").need();
    static final Key<Map<String, String>> QUERY = Key.table("query", "templates by name");
    static final Key<Map<String, String>> CALL_HEADERS = Key.table(
            "headers", "headers of this call, templates by name, e.g. If-Match: \"{token}\"; an empty one is left out");
    static final Key<JsonNode> BODY = Key.json("body", "template in the shape of the JSON");
    static final Key<String> CONTENT_TYPE = Key.text("content_type", "application/json", "of the body");
    static final Key<Boolean> REPEATABLE = Key.flag(
            "repeatable",
            null,
            "whether it may be sent again when its answer was lost; default true of GET, reads, and creates that carry"
                    + " {idempotency_key}");

    static final Keys CALL =
            Keys.of("every call", CLIENT, BUDGET, LINE_OF_CALL, QUERY, CALL_HEADERS, BODY, CONTENT_TYPE, REPEATABLE);

    static final Key<String> EACH_LIST =
            Key.text("list", "path to the list in a row").need();
    static final Key<Map<String, YamlNode>> EACH_WHERE =
            Key.byName("where", Form.VALUES, "values by path that a member must have");
    static final Key<List<String>> EACH_PARENT = Key.texts("parent", "the row's fields that its members see");

    static final Keys EACH = Keys.of("each", EACH_LIST, EACH_WHERE, EACH_PARENT);

    /** Where a later walk starts. */
    enum Start {
        CURSOR,
        STAMP
    }

    static final Key<Spec.Paging> PAGING =
            Key.choice("paging", Spec.Paging.class, Spec.Paging.LINK, "how the next page is found");
    static final Key<Map<String, String>> SINCE = Key.table("since", "query of a walk from a time on");
    static final Key<Map<String, String>> FULL =
            Key.table("full", "query of a walk over everything; default since 1970");
    static final Key<Map<String, String>> FOLLOWING =
            Key.table("following", "query of the next page, for paging: cursor");
    static final Key<String> ITEMS = Key.text("items", "path to the rows");
    static final Key<Optional<YamlNode>> EACH_ROW = Key.of("each", EACH, "where rows hold lists of records");
    static final Key<String> NEXT = Key.text(
            "next",
            "path to the cursor, time or link of the next page; header NAME if a header has it, such as Link; without it the"
                    + " list comes in one page");
    static final Key<String> END = Key.text("end", "path to a flag that this was the last page");
    static final Key<String> TOTAL = Key.text(
            "total",
            "path to the number of all rows, for paging: offset; header NAME if a header has it; without it the first empty page ends the list");
    static final Key<Boolean> FROM_ZERO =
            Key.flag("from_zero", false, "whether the first page has the number 0, for paging: page; else 1");
    static final Key<Integer> PAGE_SIZE = Key.count("page_size", 100, "records of a page");
    static final Key<Start> WATERMARK = Key.choice("watermark", Start.class, Start.STAMP, "where the next walk starts");
    static final Key<Boolean> ORDERED = Key.flag("ordered", true, "whether pages come in order of their stamps");
    static final Key<Boolean> SIDE_BY_SIDE = Key.flag(
            "side_by_side",
            false,
            "whether parts of a long list may be read at the same time: it comes in order of its stamps, and since includes its"
                    + " moment");
    static final Key<Boolean> EXCLUSIVE = Key.flag("exclusive", false, "whether since means later than");
    static final Key<Duration> FRESH =
            Key.duration("fresh", Duration.ZERO, "how old since has to be at least, e.g. 61s");

    static final Keys OWN_OF_FETCH = Keys.of(
            "fetch, beside a call's keys",
            PAGING,
            SINCE,
            FULL,
            FOLLOWING,
            ITEMS,
            EACH_ROW,
            NEXT,
            END,
            TOTAL,
            FROM_ZERO,
            PAGE_SIZE,
            WATERMARK,
            ORDERED,
            SIDE_BY_SIDE,
            EXCLUSIVE,
            FRESH);

    static final Key<Integer> BATCH = Key.count("batch", 1, "records of a call");
    static final Key<String> REF = Key.text("ref", "path to the external reference, in look_up");

    static final Keys OWN_OF_READ = Keys.of("read_many and look_up, beside a call's keys", BATCH, ITEMS, REF);

    static final Key<Map<String, YamlNode>> FAILED_WHEN =
            Key.byName("failed_when", Form.VALUES, "values by path that mean failure, whatever the status");
    static final Key<List<String>> CODE =
            Key.texts("code", "paths to the error's code; names in any letter case, * is every member");
    static final Key<List<String>> MESSAGE = Key.texts("message", "paths to the error's message, as in code");
    static final Key<List<String>> FIELDS =
            Key.texts("fields", "paths to the names of the fields that it speaks of, as in code");

    static final Key<String> RESULT_ITEMS = Key.text("items", "path to the list");
    static final Key<String> RESULT_ID = Key.text("id", "path to the id of the record that a result is about");
    static final Key<String> RESULT_INDEX = Key.text(
            "index", "path to the place of the write in the request, from 0; without id and index the order counts");
    static final Key<String> RESULT_STATUS = Key.text("status", "path to an HTTP status");

    static final Keys RESULTS = Keys.of(
            "results", RESULT_ITEMS, RESULT_ID, RESULT_INDEX, RESULT_STATUS, FAILED_WHEN, CODE, MESSAGE, FIELDS);

    static final Key<String> JOB_ID =
            Key.text("id", "path to the job's id in the answer").need();
    static final Key<String> JOB_STATUS =
            Key.text("status", "path to its status").need();
    static final Key<List<String>> DONE = Key.texts("done", "statuses that mean done");
    static final Key<List<String>> FAILED = Key.texts("failed", "statuses that mean failed");
    static final Key<Duration> PATIENCE = Key.duration("patience", Duration.ofMinutes(5), "how long to wait");

    static final Keys OWN_OF_JOB = Keys.of("job, beside a call's keys", JOB_ID, JOB_STATUS, DONE, FAILED, PATIENCE);

    static final Key<List<String>> PRESENT = Key.texts("present", "properties that must be filled");
    static final Key<List<String>> EMPTY = Key.texts("empty", "properties that must be empty");

    static final Keys INSTEAD = Keys.of("a call of instead", PRESENT, EMPTY, LINE_OF_CALL);

    static final Key<JsonNode> ITEM = Key.json("item", "template of one record in a batch");
    static final Key<Boolean> JSON_PATCH =
            Key.flag("json_patch", false, "whether the body is a JSON Patch with a test before each replace");
    static final Key<Spec.Condition> CONDITION =
            Key.choice("condition", Spec.Condition.class, Spec.Condition.READ, "how an edit in between is noticed");
    static final Key<Optional<YamlNode>> RESULTS_OF_BATCH = Key.of("results", RESULTS, "results per record");
    static final Key<String> RECORD = Key.text("record", "path to the record in the answer, or in one result");
    static final Key<Optional<YamlNode>> JOB = Key.of("job", CALL.with(OWN_OF_JOB), "what to wait for");
    static final Key<List<YamlNode>> INSTEADS =
            Key.list("instead", INSTEAD, "other calls, by what the record holds; not with batch");

    static final Keys OWN_OF_UPDATE = Keys.of(
            "update, beside a call's keys",
            BATCH,
            ITEM,
            JSON_PATCH,
            CONDITION,
            RESULTS_OF_BATCH,
            RECORD,
            JOB,
            INSTEADS);

    static final Key<String> CREATED_ID = Key.text(
            "id",
            "path to the new record's id in the answer, or in one result, where records have theirs elsewhere; an answer"
                    + " without id, but with a Location header, names it there");

    static final Keys OWN_OF_CREATE =
            Keys.of("create, beside a call's keys", BATCH, ITEM, RESULTS_OF_BATCH, RECORD, CREATED_ID);

    static final Key<String> LIST = Key.text("list", "path to a list in the answer, for find");
    static final Key<String> NEXT_OF_LIST = Key.text("next", "path to the link to the list's next page");
    static final Key<Map<String, YamlNode>> FIND =
            Key.byName("find", Form.TABLE, "by name, values of the row that is wanted");
    static final Key<Map<String, String>> GUARD =
            Key.table("guard", "places that must hold these values, else the record has changed since it was read");
    static final Key<String> UNLESS = Key.text("unless", "name of something found: then the call isn't needed");
    static final Key<Map<String, String>> ONLY = Key.table("only", "setting and value that must hold");
    static final Key<String> RESULT = Key.text("result", "path in the answer, kept under as");
    static final Key<String> AS = Key.text("as", "name of what is kept");
    static final Key<String> OTHERWISE = Key.text("otherwise", "path to try when the call is refused");

    static final Keys OWN_OF_STEP = Keys.of(
            "a call of a property's sequence, beside a call's keys",
            LIST,
            NEXT_OF_LIST,
            FIND,
            GUARD,
            UNLESS,
            ONLY,
            RESULT,
            AS,
            OTHERWISE);

    /** For the reference. */
    static final List<Keys> ALL = List.of(
            CALL,
            OWN_OF_FETCH,
            EACH,
            OWN_OF_READ,
            OWN_OF_UPDATE,
            INSTEAD,
            OWN_OF_CREATE,
            RESULTS,
            OWN_OF_JOB,
            OWN_OF_STEP);

    private CallKeys() {}
}
