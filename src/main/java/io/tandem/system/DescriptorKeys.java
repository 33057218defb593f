package io.tandem.system;

import io.tandem.config.Keys;
import java.util.List;

/** What a descriptor may hold. Templates in braces take settings ({desk.url}) and what the call is about ({id}). */
public final class DescriptorKeys {

    static final Keys FILE = Keys.of(
            "a descriptor",
            "system: the file's name without .yaml",
            "title: the system's name for people",
            "settings: its settings by name; name is set as <system>.<name>",
            "clients: ways to speak to it, by name; a call without client takes the first",
            "budgets: default budgets by class of calls, e.g. 400/min or none; a call without budget takes the first",
            "answers: how answers say that something is wrong",
            "entities: its entities by name");

    static final Keys SETTING = Keys.of(
            "a setting of a descriptor",
            "secret: true or false; default false",
            "default: its value if it isn't set; {other.setting} takes another's",
            "known: the only values allowed",
            "form: regular expression that a value must match",
            "description: what it is for; shown in this reference and in faults");

    static final Keys CLIENT = Keys.of(
            "a client",
            "url: address that calls are appended to, a template",
            "headers: headers of every call, templates by name",
            "auth: list of ways to sign in; the first whose settings are set counts");

    static final Keys AUTH = Keys.of(
            "a way to sign in: one of",
            "bearer: the token, a template",
            "basic: user and password",
            "oauth2: client credentials");

    static final Keys BASIC = Keys.of("basic", "user: a template", "password: a template");

    static final Keys OAUTH2 = Keys.of(
            "oauth2",
            "token_url: where tokens are got, a template",
            "credentials: where id and secret go: form, header; default header",
            "id: a template",
            "secret: a template",
            "instance_url: path in the answer to the address for further calls",
            "pinned_by: setting that, if set, is the only such address");

    static final Keys ANSWERS = Keys.of(
            "answers",
            "failed_when: values by path that mean failure, whatever the status",
            "code: paths to the error's code; names in any letter case, * is every member",
            "message: paths to the error's message, as in code",
            "fields: paths to the names of the fields that it speaks of, as in code",
            "retry_after: regular expression for the message; its group is the time to wait, in seconds or 02:13:53",
            "remaining: header with the calls left",
            "reset: header with the seconds until there are more",
            "usage: header with the day's calls, used/limit",
            "problems: list of rules, the first that fits counts");

    static final Keys PROBLEM = Keys.of(
            "a rule of problems",
            "status: HTTP statuses; none fits all",
            "code: error codes, each in any letter case; none fits all",
            "message: parts of the error's message, each in any letter case; none fits all",
            "is: what it means: " + Keys.words(Problem.Kind.class),
            "existing: path to the id of the record that exists already");

    static final Keys ENTITY = Keys.of(
            "an entity",
            "variant_of: the entity that this one stands in for",
            "when: settings and values with which it does",
            "id: path to the id; default id",
            "modified: path to the modified time",
            "deleted_modified: path to the modified time of a deleted record, where the usual one stands still",
            "token: path to a version, ETag or stamp for conditional writes",
            "deleted_when: values by path that mean deleted; present stands for any",
            "present_when: values by path without which a record has left the entity",
            "id_space: entity whose ids these are; default its own",
            "id_form: how ids look: integer, uuid, case-safe (15 characters become 18), or a regular expression; default any",
            "locked_when: values by property with which nothing can be written",
            "needs: properties that calls need besides the flows' own",
            "overlap: how far a walk goes back before its last stamp, e.g. 300s",
            "read_lag: how long a read may still show the state before a write",
            "lookup_lag: how long a look-up may not yet find what was created",
            "page_url: address of a record's page for people, a template",
            "properties: by name: writable, write_once, read_only, or more about it",
            "fetch: the walk over changes",
            "read_many: reads records by id",
            "look_up: finds records by their external reference",
            "update: changes records",
            "create: makes records",
            "delete: deletes a record, a call; without one deletes can't be propagated to it");

    static final Keys PROPERTY = Keys.of(
            "a property, if more is to be said than its access",
            "path: its path in the API; default its name",
            "access: default writable: " + Keys.words(Access.class),
            "email: true: compared without case and outer blanks",
            "clearable: false: it can't be emptied",
            "sequence: the calls that write it, in order, instead of update");

    static final Keys CALL = Keys.of(
            "every call",
            "client: default the first",
            "budget: class of calls; default the first",
            "call: method and path, e.g. GET /records/{id}",
            "query: templates by name",
            "body: template in the shape of the JSON",
            "content_type: default application/json",
            "repeatable: whether it may be sent again when its answer was lost; default true of GET, reads and creates");

    static final Keys FETCH = Keys.of(
            "fetch, beside a call's keys",
            "paging: how the next page is found; default link: " + Keys.words(Spec.Paging.class),
            "since: query of a walk from a time on",
            "full: query of a walk over everything; default since 1970",
            "following: query of the next page, for paging: cursor",
            "items: path to the rows",
            "each: where rows hold lists of records",
            "next: path to the cursor, time or link of the next page",
            "end: path to a flag that this was the last page",
            "total: path to the number of all rows, for paging: offset",
            "page_size: records; default 100",
            "watermark: where the next walk starts: cursor, stamp; default stamp",
            "ordered: whether pages come in order of their stamps; default true",
            "exclusive: whether since means later than; default false",
            "fresh: how old since has to be at least, e.g. 61s");

    static final Keys EACH = Keys.of(
            "each",
            "list: path to the list in a row",
            "where: values by path that a member must have",
            "parent: the row's fields that its members see");

    static final Keys READ = Keys.of(
            "read_many and look_up, beside a call's keys",
            "batch: records a call; default 1",
            "items: path to the rows",
            "ref: path to the external reference, in look_up");

    static final Keys UPDATE = Keys.of(
            "update, beside a call's keys",
            "batch: records a call; default 1",
            "item: template of one record in a batch",
            "json_patch: true: the body is a JSON Patch with a test before each replace",
            "condition: what keeps another's edit; default read: " + Keys.words(Spec.Condition.class),
            "results: results per record",
            "record: path to the record in the answer, or in one result",
            "job: what to wait for",
            "instead: other calls, by what the record holds");

    static final Keys INSTEAD = Keys.of(
            "a call of instead",
            "present: properties that must be filled",
            "empty: properties that must be empty",
            "call: method and path");

    static final Keys CREATE = Keys.of(
            "create, beside a call's keys",
            "batch: records a call; default 1",
            "item: template of one record in a batch",
            "results: results per record",
            "record: path to the record in the answer, or in one result");

    static final Keys RESULTS = Keys.of(
            "results",
            "items: path to the list",
            "id: path to the id of the record that a result is about",
            "index: path to the place of the write in the request, from 0; without id and index the order counts",
            "status: path to an HTTP status",
            "failed_when: values by path that mean failure",
            "code: paths to the error's code",
            "message: paths to the error's message",
            "fields: paths to the names of the fields that it speaks of");

    static final Keys JOB = Keys.of(
            "job, beside a call's keys",
            "id: path to the job's id in the answer",
            "status: path to its status",
            "done: statuses that mean done",
            "failed: statuses that mean failed",
            "patience: how long to wait; default 5m");

    static final Keys STEP = Keys.of(
            "a call of a property's sequence, beside a call's keys",
            "list: path to a list in the answer, for find",
            "next: path to the link to the list's next page",
            "find: by name, values of the row that is wanted",
            "guard: places that must hold these values, else the record has changed since it was read",
            "unless: name of something found: then the call isn't needed",
            "only: setting and value that must hold",
            "result: path in the answer, kept under as",
            "as: name of what is kept",
            "otherwise: path to try when the call is refused");

    /** For the reference. */
    public static final List<Keys> ALL = List.of(
            FILE, SETTING, CLIENT, AUTH, BASIC, OAUTH2, ANSWERS, PROBLEM, ENTITY, PROPERTY, CALL, FETCH, EACH, READ,
            UPDATE, INSTEAD, CREATE, RESULTS, JOB, STEP);

    private DescriptorKeys() {}
}
