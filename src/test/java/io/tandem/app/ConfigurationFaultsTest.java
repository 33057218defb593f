package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.flow.RouteFiles;
import io.tandem.kit.Homes;
import io.tandem.kit.Permissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake gets a clear answer: file, line, and what is known instead. Each test breaks one thing of the shipped configuration. */
class ConfigurationFaultsTest {

    private static final String USERS = "config/flows/zendesk-users--powerofficego-contactperson.yaml";
    private static final String TICKETS = "config/flows/zendesk-tickets--custompms-project.yaml";
    private static final String ROUTE = "routes/zendesk-tickets--custompms-project.camel.yaml";

    @TempDir
    Path home;

    @BeforeEach
    void copyTwoFlowsOfTheShippedConfiguration() throws IOException {
        Homes.copy(home, List.of("zendesk-users--powerofficego-contactperson", "zendesk-tickets--custompms-project"));
    }

    private List<Fault> faults(Map<String, String> set) {
        return Configuration.load(new Home(home, set, false)).faults();
    }

    /** The same, for what Camel has no word on: it would read all routes again for each case. */
    private List<Fault> ourFaults(Map<String, String> set) {
        return Configuration.loadWithoutRoutes(new Home(home, set, false)).faults();
    }

    private void change(String file, String from, String to) {
        try {
            String text = Files.readString(home.resolve(file));
            assertThat(text).as("what the test breaks in " + file).contains(from);
            int at = text.indexOf(from);
            Files.writeString(home.resolve(file), text.substring(0, at) + to + text.substring(at + from.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(List<Fault> faults) {
        return String.join("\n", faults.stream().map(Fault::toString).toList());
    }

    @Test
    void findsNothingWrong_inTheShippedConfiguration() throws IOException {
        Homes.copy(home);
        assertThat(shown(faults(Map.of()))).isEmpty();
    }

    /** A route file is read once: what Camel says is of the text that our checks are of, whatever comes in between. */
    @Test
    void asksCamelAboutTheTextThatWasRead() throws IOException {
        change(ROUTE, "parallelProcessing: true", "parallelProcesing: true");
        RouteFiles read = RouteFiles.read(home);
        Files.delete(home.resolve(ROUTE));
        assertThat(shown(RouteSyntax.faults(read))).contains(ROUTE + ":43: is no route that Camel knows");
    }

    /** The store would refuse them in the middle of a round. */
    @Test
    void refusesNamesInADescriptorThatTheStoreCantHold() throws IOException {
        Homes.copy(home);
        change(
                "config/systems/zendesk.yaml",
                "entities:\n",
                "entities:\n  " + "e".repeat(193) + ": {properties: {}}\n");
        change("config/systems/zendesk.yaml", "exports: 10/min", "exports: 10/min, " + "b".repeat(193) + ": none");
        assertThat(ourFaults(Map.of())).hasSize(2).allSatisfy(fault -> assertThat(fault.toString())
                .containsPattern("config/systems/zendesk.yaml:[1-9].*201 characters; the store holds 200"));
    }

    @ParameterizedTest(name = "{1} for {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source: zendesk/users|source: zendeks/users|:6: unknown system zendeks. Known: custompms, powerofficego, salesforce, zendesk",
                "source: zendesk/users|source: zendesk/user|:6: unknown entity zendesk/user. Known: zendesk/organizations",
                "source: zendesk/users|source: users|:6: 'users' is no entity; wanted system/entity",
                "target: powerofficego/contactperson|target: powerofficego/party|powerofficego/party only stands for ids",
                "source: email,|source: emial,|:12: emial is not a property of zendesk/users. Known: alias, created_at",
                "type: string|type: text|:12: unknown value text. Known: string, integer, float, decimal, boolean, date, datetime, list",
                "target: emailAddress, type|taget: emailAddress, type|unknown key taget. Known: source, target, type",
                "link: matched|link: match|:8: unknown value match. Known: every, matched, matched-or-create, connected, off",
                "link: matched|link: every|link every does not match",
                "link: matched|link: matched-or-create|powerofficego/contactperson can't be created by its descriptor",
                "link: matched|link: off|link off needs why_off",
                "link: matched|link: connected|link connected needs connected_to",
                "link: matched|`link: matched\nlink: every`|key link stands twice",
                "{email: emailAddress}|{mail: emailAddress}|:10: mail is not a property of zendesk/users. Known:",
                "match:|`match:\n  - {email: emailAddress}`|:11: this match stands twice",
                "extra: []|`extra:\n  - {source: email, target: emailAddress, type: string}`|row email->emailAddress stands twice",
                "extra: []|`extra:\n  - {source: created_at, target: firstName, direction: backward}`|can't write anything: zendesk/users does not let created_at be written",
                "extra: []|`extra:\n  - {source: role, target: firstName, values: {}}`|values needs at least one line",
                "extra: []|`extra:\n  - {constant: x, source: role, target: firstName}`|a row has a source or a constant, not both",
                "extra: []|`extra:\n  - {target: firstName}`|key source is missing",
                "source: zendesk/organizations, target|source: zendesk/orgs, target|unknown entity zendesk/orgs. Known: zendesk/organizations",
                "source: zendesk/organizations, target|target|key source is missing",
                "conflict: latest|conflict: newest|unknown value newest. Known: latest, source, target, manual",
                "first_merge: latest|first_merge: merge|unknown value merge. Known: latest, source, target, fill, manual",
                "deletes: keep|deletes: propagate|deletes: propagate needs a delete call, and the descriptor of",
                "deletes: keep|`deletes: keep\nschedule: hourly`|schedule hourly is no Quartz cron expression",
                "deletes: keep|`deletes: keep\nschedule: 0 0 0 30 2 ?`|schedule 0 0 0 30 2 ? never fires",
                "deletes: keep|`deletes: keep\nwhere: [{property: rol, is: agent}]`|rol is not a property of zendesk/users. Known:",
                "deletes: keep|`deletes: keep\nwhere: [{property: role}]`|a condition needs one of is, is_not, empty",
                "deletes: keep|`deletes: keep\nwhere: [{property: role, is: agent, is_not: admin}]`|a condition needs one of is, is_not, empty",
                "deletes: keep|`deletes: keep\nwhere: [{property: role, is: []}]`|a list of values is empty; to ask for an empty property write empty: true",
                "{email: emailAddress}|{}|:10: a match without a pair would match everything",
                "{email: emailAddress}|`{email: }`|:10: a pair of a match needs a property on each side",
                "extra: []|`extra:\n  - {source: role, target: firstName, values: {agent: x}, constant: y}`|a row has one of values, reference, constant",
                "extra: []|`extra: &rows\n  - *rows`|holds itself, through an alias",
                "deletes: keep|`deletes: keep\nfoo: bar`|unknown key foo. Known: flow, description, source",
                "extra: []|extra: [|is not YAML",
                "flow: zendesk-users|flow: zendesk-user|must stand in a file of its name",
                "properties:|props:|key properties is missing",
            })
    void saysWhatIsWrongInAFlowFile(String from, String to, String message) {
        change(USERS, from, to);
        assertThat(shown(ourFaults(Map.of()))).contains(USERS).contains(message);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: zendesk-tickets--custompms-project--back|id: another|flow zendesk-tickets--custompms-project has no route zendesk-tickets--custompms-project--back",
                "- to:|- log:|must end with the step to: direct:zendesk-tickets--custompms-project--back, the way back",
                "`      uri: direct\n      parameters:`|`      uri: seda\n      parameters:`|route zendesk-tickets--custompms-project--back must start from direct:zendesk-tickets--custompms-project--back",
                "id: zendesk-tickets--custompms-project--back|id: another--back|route another--back has no flow file",
                "id: zendesk-tickets--custompms-project--back|id: zendesk-tickets--custompms-project|stands in routes/zendesk-tickets--custompms-project.camel.yaml, line 3 already",
                "ref: match|ref: upsert|must have the steps fetch, match, transform, upsert, link in this order",
                "    description: Changes of Zendesk tickets|    note: Changes of Zendesk tickets|key description is missing",
                "    nodePrefixId: zendesk-tickets--custompms-project/|    autoStartup: true|key nodePrefixId is missing",
                "    routeConfigurationId: sync-errors|    autoStartup: true|key routeConfigurationId is missing",
                "stopOnException: true|stopOnException: false|stopOnException: true is missing",
                "streaming: true|streaming: false|streaming: true is missing",
                "streaming: true|`streaming: true\n            shareUnitOfWork: true`|shareUnitOfWork: true is not possible",
                "streaming: true|`streaming: true\n            timeout: 5000`|timeout is not possible",
                "executorService: chunks|executorService: chunk|unknown bean chunk. Known: awaitBudget, chunks,",
                "stateful: true|stateful: false|stateful: true is missing",
                "ref: transform|ref: transfrom|:30: unknown bean transfrom. Known: awaitBudget, chunks, closeOnRetryAfter,",
                "{{schedule.zendesk-tickets--custompms-project}}|{{schedule.zendesk-tickets}}|:10: nothing is known for the placeholder schedule.zendesk-tickets",
                "parallelProcessing: true|parallelProcesing: true|:43: is no route that Camel knows: Field: parallelProcesing",
                "- split:|- splitt:|:19: is no route that Camel knows",
                "- route:|- route: [|is not YAML",
            })
    void saysWhatIsWrongInARouteFile(String from, String to, String message) {
        change(ROUTE, from, to);
        assertThat(shown(faults(Map.of()))).contains(ROUTE).contains(message);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "routeId: custompms--once|routeId: zendesk--once|route zendesk--once stands in routes/systems.camel.yaml, line",
                "routeId: zendesk\\n|routeId: other\\n|there is no route zendesk, through which the system is called",
                "routeTemplateRef: system\\n|routeTemplateRef: systm\\n|there is no template systm. Known: system, system--once",
                "`      - name: address\n        value`|`      - name: adress\n        value`|template system--once has no parameter adress. Known: address,",
                "`      - name: address\n        value`|`      - name: adress\n        value`|template system--once needs the parameter address",
                "{{firstPause}}|{{frstPause}}|nothing is known for the placeholder frstPause",
                "#oneTryOnly|#oneTry|unknown bean oneTry",
                "objectMapper: json|objectMapper: jsn|unknown bean jsn. Known:",
                "httpClientConfigurer: |clientBuilder: '#bean:mine' # |unknown bean mine. Known:",
            })
    void saysWhatIsWrongInTheTemplatesOfSystems(String from, String to, String message) {
        String file = "routes/systems.camel.yaml";
        change(file, from.replace("\\n", "\n"), to.replace("\\n", "\n"));
        assertThat(shown(faults(Map.of()))).contains(file).contains(message);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "config/systems/custompms.yaml|overlap: 60s|overlap: soon|soon is no duration. Wanted: a number with ms, s, m, h or d",
                "config/systems/custompms.yaml|call: GET /customers|call: FETCH customers|'FETCH customers' is no call; wanted a method",
                "config/systems/custompms.yaml|paging: cursor|paging: pages|unknown value pages. Known: cursor, time, link, page, offset",
                "config/systems/custompms.yaml|token: version|tokn: version|unknown key tokn. Known:",
                "config/systems/custompms.yaml|name: writable|name: writeable|unknown value writeable. Known: read-only, write-once, writable",
                "config/systems/custompms.yaml|requests: none|requests: often|budget requests: often is no budget, e.g. 400/min",
                "config/systems/powerofficego.yaml|client: v1|client: v3|unknown client v3. Known: v2, v1",
                "config/systems/salesforce.yaml|form: 'v\\d+|form: '(v\\d+|is no regular expression: Unclosed group",
                "config/systems/zendesk.yaml|budget: exports|budget: export|unknown budget export. Known: requests, exports, users",
                "config/systems/zendesk.yaml|message: [closed prevents]|message: ['']|an empty text stands in every message",
                "config/systems/zendesk.yaml|  message: [description, error.message, details.*.description, message]|  usage: x-usage|the rule looks at the message, but answers.message doesn't say where that stands",
                "config/systems/zendesk.yaml|status: 404|status: gone|gone is no HTTP status, e.g. 404",
                "config/systems/powerofficego.yaml|retry_after: \"(?:Try|retry_after: \"((?:Try|is no regular expression: Unclosed group",
                "config/systems/powerofficego.yaml|retry_after: \"(?:Try|retry_after: \"Try\" # |Try has no group for the time to wait",
                "config/systems/custompms.yaml|`{since|iso}`|`{since|isoo}`|`:44: unknown form isoo in {since|..}. Known: iso, iso-offset, epoch, epoch-millis, soql, odata, number`",
                "config/systems/custompms.yaml|`{since|iso}`|`{since|ISO2}`|`unknown form ISO2 in {since|..}`",
                "config/systems/custompms.yaml|`{since|iso}`|`{sinse|iso}`|nothing fills {sinse} here. Known: cursor, fields, page, since, size, skip",
                "config/systems/custompms.yaml|following: {cursor: \"{cursor}\", |following: {|:45: paging: cursor goes on by {cursor}, which is not here nor in the call's query, path, headers or body: each page would be the first one again",
                "config/systems/powerofficego.yaml|PageNumber: \"{page}\"|PageNumber: 1|paging: page goes on by {page}",
                "config/systems/powerofficego.yaml|full: {PageNumber: \"{page}\"|full: {PageNumber: 1|:83: paging: page goes on by {page}",
                "config/systems/powerofficego.yaml|$skip: \"{skip}\"|$skip: 0|paging: offset goes on by {skip}",
                "config/systems/zendesk.yaml|`start_time: \"{since|epoch}\"`|start_time: 0|:60: paging: time goes on by {since}",
                "config/systems/custompms.yaml|page_size: 500|exclusive: true|:47: side_by_side is for paging: cursor or link",
                "config/systems/custompms.yaml|page_size: 500|ordered: false|side_by_side is for paging: cursor or link",
                "config/systems/custompms.yaml|external_refs: \"{refs}\"|external_refs: \"{ids}\"|nothing fills {ids} here. Known: fields, ref, refs",
                "config/systems/custompms.yaml|ids: \"{ids}\"|ids: \"{ids}{changes}\"|nothing fills {changes} here. Known: fields, id, ids, number, seen, token, and properties of the entity as seen.NAME",
                "config/systems/custompms.yaml|operations: \"{items}\"|operations: \"{values}\"|nothing fills {values} here. Known: items",
                "config/systems/custompms.yaml|\"{idempotency_key}\"|\"{idempotence_key}\"|nothing fills {idempotence_key} here. Known: external_ref, idempotency_key, values",
                "config/systems/custompms.yaml|call: DELETE /customers/{id}|call: DELETE /customers/{items}|nothing fills {items} here. Known: custompms.token, custompms.url, id, number, seen, token",
                "config/systems/custompms.yaml|call: DELETE /customers/{id}|call: DELETE /customers/{id{|an address has no braces but those of a place, such as {name}: DELETE /customers/{id{",
                "config/systems/custompms.yaml|url: \"{custompms.url}\"|url: \"{9}\"|an address has no braces but those of a place, such as {name}: {9}",
                "config/systems/custompms.yaml|bearer: \"{custompms.token}\"|bearer: \"{custompms.tokn}\"|nothing fills {custompms.tokn} here. Known: custompms.token, custompms.url",
                "config/systems/custompms.yaml|page_url: \"{custompms.url}|page_url: \"{custompms.uri}|nothing fills {custompms.uri} here",
                "config/systems/salesforce.yaml|data/{salesforce.api-version}/queryAll|data/{salesforce.api-versoin}/queryAll|nothing fills {salesforce.api-versoin} here",
                "config/systems/salesforce.yaml|pinned_by: salesforce.instance-url|pinned_by: salesforce.instance|unknown setting salesforce.instance. Known:",
                "config/systems/zendesk.yaml|only: {zendesk.old-email: remove}|only: {zendesk.old-mail: remove}|unknown setting zendesk.old-mail. Known:",
                "config/systems/zendesk.yaml|identities/{identity.id}/make_primary|identities/{identty.id}/make_primary|nothing fills {identty.id} here. Known: former, id, identity, new, number, old, seen, token",
                "config/systems/zendesk.yaml|unless: identity|unless: identities|unless names identities, which is not known here. Known: former, identity",
                "config/systems/zendesk.yaml|guard: {former.value: |guard: {formr.value: |nothing fills {formr.value} here",
                "config/systems/zendesk.yaml|value: \"{new}\"|value: \"{neww}\"|nothing fills {neww} here",
                "config/systems/zendesk.yaml|job_statuses/{job}.json|job_statuses/{jb}.json|nothing fills {jb} here. Known: job",
                "config/systems/zendesk.yaml|watermark: cursor|watermark: curser|unknown value curser. Known: cursor, stamp",
                "config/systems/zendesk.yaml|page_size: 1000|page_size: 0|0 is no whole number from 1",
                "config/systems/powerofficego.yaml|present: [partySupplierCode]|present: [partySuplierCode]|present names partySuplierCode, which is not known here. Known:",
                "config/systems/powerofficego.yaml|Contact/\"}|Contact/{seen.partyNo}\"}|nothing fills {seen.partyNo} here",
                "config/systems/powerofficego.yaml|call: \"POST /Supplier/{seen.partyId}/Contact/\"|call: \"SEND Supplier\"|'SEND Supplier' is no call; wanted a method",
                "config/systems/powerofficego.yaml|`      instead:`|`      batch: 20\n      instead:`|instead chooses a call by what one record holds, but a call takes a batch of 20",
                "config/systems/powerofficego.yaml|when: {powerofficego.contactperson-api: v2}|when: {powerofficego.contact-api: v2}|unknown setting powerofficego.contact-api. Known:",
                "config/systems/powerofficego.yaml|default: \"{powerofficego.url}\"|default: \"{powerofficego.uri}\"|nothing fills {powerofficego.uri} here",
            })
    void saysWhatIsWrongInADescriptor(String file, String from, String to, String message) {
        change(file, from, to.replace("\\n", "\n"));
        assertThat(shown(ourFaults(Map.of()))).contains(file).contains(message);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "zendesk.url|https:///path|zendesk.url: wanted an address with http or https and a host",
                "zendesk.url|ftp://acme|zendesk.url: wanted an address with http or https and a host",
                "zendesk.url|https://me:hidden@acme.example.com|zendesk.url: wanted an address with http or https and a host, and without user or query",
                "zendesk.url|https://acme.example.com|settings to sign in are missing: zendesk.oauth-token; or zendesk.email, zendesk.api-token",
                "custompms.url|https://acme.example.com|settings to sign in are missing: custompms.token",
                "salesforce.api-version|62|salesforce.api-version: 62 is not as wanted: v and a number",
                "salesforce.instance-url|acme|salesforce.instance-url: acme is not as wanted: if set, the only address",
                "zendesk.old-email|drop|zendesk.old-email: unknown value drop. Known: keep, remove",
                "zendesk.budget.exports|ten|zendesk.budget.exports: ten is no budget",
                "store.url|jdbc:postgresql://db/tandem?user=a&password=hidden|store.url: it holds a password",
                "camel.ssl.trustAllCertificates|true|camel.ssl.trustAllCertificates: certificates are always checked",
                "camel.component.http.x509-hostname-verifier|#x|certificates are always checked",
                "zendesk.urll|https://acme.example.com|unknown key zendesk.urll. Known: zendesk.api-token",
                "schedule.default|now|schedule.default: now is no Quartz cron expression",
                "schedule.zendesk|0 * * * * ?|there is no flow zendesk. Known: default, reconcile",
                "sandbox.users|many|--set sandbox.users: many is no whole number",
                "sandbox.users|2147483648|--set sandbox.users: 2147483648 is no whole number",
                "wait.round|999999d|wait.round: 999999d is not as wanted",
                "http.proxy|http://proxy:65536|http.proxy: is neither http://HOST:PORT nor none",
                "zendesk.url|https://acme.example.com:65536|zendesk.url: the port is none, 1 to 65535",
                "schedule.default|0 0 0 30 2 ?|schedule.default: 0 0 0 30 2 ? never fires",
                "schedule.reconcile|0 0 0 1 1 ? 2020|schedule.reconcile: 0 0 0 1 1 ? 2020 never fires",
                "schedule.default|off|schedule.default: off is no Quartz cron expression",
                "store.url|postgres://u@h/db|store.url: wanted jdbc:postgresql://HOST:PORT/DATABASE",
                "zendesk.url|https://zendesk_mock:8080|the host name has an underscore",
            })
    void saysWhatIsWrongInASetting(String key, String value, String message) {
        assertThat(shown(ourFaults(Map.of(key, value)))).contains(message);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void refusesASecret_inAFileThatOthersCanRead() throws IOException {
        Path file = home.resolve("config/application.properties");
        Files.writeString(file, "custompms.token=hidden-one\n");
        Permissions.set(file, "rw-r--r--");
        assertThat(shown(faults(Map.of())))
                .contains("config/application.properties:1: custompms.token is a secret")
                .doesNotContain("hidden-one");
        Permissions.set(file, "rw-------");
        assertThat(shown(faults(Map.of()))).isEmpty();
    }

    @Test
    void saysWhichLineOfTheSettingsFileIsUnknown() throws IOException {
        Files.writeString(home.resolve("config/application.properties"), "# ours\nzendesk.token=x\n");
        assertThat(shown(faults(Map.of())))
                .contains("config/application.properties:2: unknown key zendesk.token. Known: zendesk.api-token");
    }

    @Test
    void refusesAFlowWithoutRoute_andASecondFlowOfOneName() throws IOException {
        Files.delete(home.resolve(ROUTE));
        Files.copy(home.resolve(TICKETS), home.resolve("config/flows/copy.yaml"));
        assertThat(shown(faults(Map.of())))
                .contains("flow zendesk-tickets--custompms-project has no route")
                .contains("stands in config/flows/copy.yaml already");
    }

    @Test
    void blamesOnlyTheFlowFile_whenItCantBeRead() {
        change(USERS, "extra: []", "extra: [");
        change(TICKETS, "source: zendesk/tickets", "source: zendesk/ticket");
        Map<String, String> schedule = Map.of("schedule.zendesk-tickets--custompms-project", "0 * * * * ?");
        assertThat(faults(schedule)).extracting(Fault::file).containsExactly(TICKETS, USERS);
    }

    @Test
    void needsNoRoute_forAFlowThatIsOff() throws IOException {
        change(TICKETS, "link: every", "link: off\nwhy_off: not before the move");
        Files.delete(home.resolve(ROUTE));
        assertThat(shown(faults(Map.of()))).isEmpty();
    }

    @Test
    void knowsBeansThatAnEngineerDeclares() {
        change(ROUTE, "- route:", "- beans:\n    - name: audit\n      type: java.util.Properties\n- route:");
        change(
                ROUTE,
                "              - process:\n                  id: transform",
                "              - process:\n                  id: audit\n                  description: ours\n"
                        + "                  ref: audit\n"
                        + "              - process:\n                  id: transform");
        assertThat(shown(faults(Map.of()))).isEmpty();
    }

    @Test
    void reportsEveryFaultAtOnce_inOrderOfFileAndLine() {
        change(USERS, "source: email,", "source: emial,");
        change(TICKETS, "link: every", "link: all");
        change(ROUTE, "stateful: true", "stateful: false");
        List<Fault> faults = faults(Map.of("zendesk.old-email", "drop"));
        assertThat(faults).hasSizeGreaterThanOrEqualTo(4);
        assertThat(faults.stream().map(Fault::file).toList()).isSorted();
    }

    @Test
    void takesNoNightlyComparison() {
        assertThat(shown(faults(Map.of("schedule.reconcile", "off")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://acme.example.com,true",
        "https://acme.example.com,false",
        "http://127.0.0.2:81,false",
        "http://localhost,false",
        "http://[::1]:80,false"
    })
    void notesAnAddressThatIsCalledUnencrypted(String url, boolean noted) {
        List<String> notes = Configuration.loadWithoutRoutes(new Home(home, Map.of("custompms.url", url), false))
                .notes();
        assertThat(notes.stream().anyMatch(note -> note.startsWith("custompms.url: http:// sends credentials")))
                .isEqualTo(noted);
    }
}
