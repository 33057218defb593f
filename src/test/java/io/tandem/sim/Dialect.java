package io.tandem.sim;

import java.util.List;

/**
 * How one model system speaks, and its oddities. A simulation draws one for each system.
 *
 * @param paging word of the descriptor: cursor, time, link, page, offset
 * @param batch records in a write call; 1 for single writes
 * @param job whether bulk writes are jobs that have to be polled
 * @param condition word of the descriptor: token, read, test
 * @param answers whether a write's answer carries the record
 * @param wholeSeconds whether stamps have only seconds
 * @param lagMillis how late a change shows in lists and searches, at most
 * @param skewMillis the system's clock minus the true one
 * @param normalises whether stored texts are trimmed, and emails in lower case
 * @param automation whether the system rewrites phones that the API writes
 * @param idempotent whether idempotency keys and external references are unique; else look-ups alone guard creates
 * @param uniqueEmails whether two live records can't have one email
 * @param cursorIsWatermark for cursors: whether they may be kept
 * @param wholeBatchRefused whether one bad record makes the system refuse its batch as a whole
 * @param readsAlone whether a record is read by itself, at an address of its own, not several at once
 * @param ghosts whether lists show rows now and then whose ids can't be any record's
 * @param perMinute its budget
 */
record Dialect(
        String paging,
        int pageSize,
        int batch,
        boolean job,
        String condition,
        boolean answers,
        boolean wholeSeconds,
        int lagMillis,
        long skewMillis,
        boolean normalises,
        boolean automation,
        boolean idempotent,
        boolean uniqueEmails,
        boolean cursorIsWatermark,
        boolean exclusive,
        boolean wholeBatchRefused,
        boolean readsAlone,
        boolean ghosts,
        int perMinute) {

    static Dialect draw(Chance chance) {
        String paging = chance.of("cursor", "cursor", "time", "link", "page", "offset");
        String condition = chance.of("token", "token", "read", "test");
        int batch = condition.equals("test") ? 1 : chance.of(1, 2, 3, 50);
        boolean job = batch > 1 && chance.in100(30);
        return new Dialect(
                paging,
                chance.between(2, 9),
                batch,
                job,
                condition,
                !job && chance.in100(60),
                paging.equals("time") || chance.in100(40),
                chance.in100(50) ? chance.between(1, chance.of(20_000, 70_000)) : 0,
                chance.in100(30) ? chance.between(-90_000, 90_000) : 0,
                chance.in100(40),
                chance.in100(20),
                chance.in100(60),
                chance.in100(30),
                paging.equals("cursor") && chance.in100(50),
                paging.equals("page") && chance.in100(50),
                chance.in100(30),
                chance.in100(25),
                chance.in100(10),
                chance.of(600, 600, 40));
    }

    private String overlap() {
        return overlapSeconds() + "s";
    }

    private int overlapSeconds() {
        return lagMillis / 1000 + 3;
    }

    /** How long Tandem waits, in milliseconds, until a read that shows no write counts. */
    long patience() {
        return 1_000L * Math.min(overlapSeconds(), 10);
    }

    /** The descriptor of a system of this dialect; its entities hold what the flows of the simulation use. */
    String descriptor(String system, List<String> entities) {
        StringBuilder yaml =
                new StringBuilder("""
                system: SYSTEM
                title: A model
                settings:
                  url: {}
                  key: {secret: true}
                clients:
                  api:
                    url: "{SYSTEM.url}"
                    auth: [{bearer: "{SYSTEM.key}"}]
                budgets: {requests: BUDGET/min}
                answers:
                  code: [error.code]
                  message: [error.message]
                  problems:
                    - {code: [duplicate], is: duplicate, existing: error.existing}
                    - {code: [stale], is: stale}
                    - {code: [gone], is: gone}
                    - {code: [locked], is: locked}
                    - {code: [busy], is: temporary}
                entities:
                """.replace("SYSTEM", system).replace("BUDGET", String.valueOf(perMinute)));
        entities.forEach(entity -> yaml.append(entity(entity).indent(2)));
        return yaml.toString();
    }

    private String entity(String entity) {
        return """
                ENTITY:
                  modified: updated
                  TOKEN
                  deleted_when: {deleted: [true]}
                  locked_when: {closed: [true]}
                  overlap: OVERLAP
                  read_lag: OVERLAP
                  lookup_lag: OVERLAP
                  properties:
                    email: {email: true}
                    name: {clearable: false}
                    phone: writable
                    note: writable
                    code: writable
                    parent: writable
                    closed: read_only
                  fetch:
                    call: GET /ENTITY
                    paging: PAGING
                    SINCE
                    page_size: SIZE
                    items: items
                    next: next
                    total: total
                    ORDERED
                    exclusive: EXCLUSIVE
                    WATERMARK
                  read_many:
                    READ_MANY
                    items: items
                  look_up:
                    call: GET /ENTITY/refs
                    query: {refs: "{refs}"}
                    batch: 20
                    items: items
                    ref: ref
                  delete:
                    call: DELETE /ENTITY/{id}
                  create:
                    call: POST /ENTITY/new
                    repeatable: IDEMPOTENT
                    body: {operations: "{items}"}
                    batch: CREATES
                    item: {key: "{idempotency_key}", ref: "{external_ref}", values: {"...": "{values}"}}
                    results: {items: results, status: status, code: [error.code], message: [error.message]}
                    record: record
                UPDATE
                """.replace("TOKEN", condition.equals("token") ? "token: version" : "needs: []")
                .replace(
                        "READ_MANY",
                        readsAlone
                                ? "call: GET /ENTITY/one/{id}\n    batch: 1"
                                : "call: GET /ENTITY/many\n    query: {ids: \"{ids}\"}\n    batch: 20")
                .replace("SINCE", since())
                .replace("ORDERED", "ordered: " + !numbered())
                .replace("WATERMARK", cursorIsWatermark ? "watermark: cursor" : "watermark: stamp")
                .replace("UPDATE", update().indent(2).stripTrailing())
                .replace("ENTITY", entity)
                .replace("OVERLAP", overlap())
                .replace("PAGING", paging)
                .replace("SIZE", String.valueOf(pageSize))
                .replace("EXCLUSIVE", String.valueOf(exclusive))
                .replace("IDEMPOTENT", String.valueOf(idempotent))
                .replace("CREATES", String.valueOf(Math.max(2, batch)));
    }

    /** Whether two processes can write at once without harm: only the system itself can tell them apart. */
    boolean survivesTwo() {
        return idempotent && !condition.equals("read");
    }

    boolean numbered() {
        return paging.equals("page") || paging.equals("offset");
    }

    private String since() {
        return switch (paging) {
            case "page" -> "since: {since: \"{since}\", page: \"{page}\", size: \"{size}\"}";
            case "offset" -> "since: {since: \"{since}\", skip: \"{skip}\", size: \"{size}\"}";
            case "time" -> "since: {since: \"{since|epoch}\", size: \"{size}\"}";
            default ->
                "since: {since: \"{since}\", size: \"{size}\"}\n"
                        + "    following: {cursor: \"{cursor}\", size: \"{size}\"}";
        };
    }

    private String update() {
        String answer = answers ? "record: record" : "";
        if (condition.equals("test")) {
            return """
                    update:
                      call: PATCH /ENTITY/{id}
                      json_patch: true
                      body: {patch: "{changes}"}
                      condition: test
                      ANSWER
                    """.replace("ANSWER", answer);
        }
        String version = condition.equals("token") ? "version: \"{token}\"," : "";
        if (batch == 1) {
            return """
                    update:
                      call: PUT /ENTITY/{id}
                      body: {VERSION changes: "{changes}"}
                      condition: CONDITION
                      ANSWER
                    """.replace("VERSION", version)
                    .replace("CONDITION", condition)
                    .replace("ANSWER", answer);
        }
        return """
                update:
                  call: POST /ENTITY/batch
                  body: {operations: "{items}"}
                  batch: BATCH
                  item: {id: "{number}", VERSION changes: "{changes}"}
                  condition: CONDITION
                  results: {items: results, status: status, code: [error.code], message: [error.message]}
                  ANSWER
                  JOB
                """.replace("BATCH", String.valueOf(batch))
                .replace("VERSION", version)
                .replace("CONDITION", condition)
                .replace("ANSWER", answer)
                .replace(
                        "JOB",
                        job
                                ? "job: {id: job.id, call: \"GET /jobs/{job}\", status: job.status, done: [done], failed: [failed]}"
                                : "");
    }
}
