package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.ValueType;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped flow files say what the documents say, line by line, and nothing else. */
class DocumentedFlowsTest {

    private static final String CONTACT = "zendesk-users--powerofficego-contactperson";
    private static final String PERSON = "zendesk-users--powerofficego-customers-person";

    private final Map<String, Flow> flows = new TreeMap<>();
    private final List<Fault> faults = new ArrayList<>();

    @BeforeEach
    void load() {
        load(false);
    }

    private void load(boolean demo) {
        Systems systems = Systems.load(Path.of(""), faults);
        systems.configure(key -> Optional.empty(), faults);
        flows.clear();
        new FlowFiles(systems.facts(), faults).load(Path.of(""), demo).forEach(flow -> flows.put(flow.id(), flow));
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "zendesk-organizations--custompms-customer, zendesk/organizations, custompms/customer, EVERY, 0",
        "zendesk-ticketcomments--custompms-project, zendesk/ticketcomments, custompms/project, EVERY, 0",
        "zendesk-tickets--custompms-project, zendesk/tickets, custompms/project, EVERY, 0",
        "zendesk-users--powerofficego-contactperson, zendesk/users, powerofficego/contactperson, MATCHED, 2",
        "zendesk-users--powerofficego-customers-person, zendesk/users, powerofficego/customers-person, MATCHED, 2",
        "salesforce-division--custompms-customer, salesforce/division, custompms/customer, EVERY, 0",
        "salesforce-organization--custompms-customer, salesforce/organization, custompms/customer, EVERY, 0",
        "salesforce-task--custompms-project, salesforce/task, custompms/project, EVERY, 0",
        "salesforce-task--custompms-task, salesforce/task, custompms/task, EVERY, 0",
    })
    void hasTheDocumentedFlow(String id, String source, String target, LinkPolicy link, int rows) {
        Flow flow = flows.get(id);
        assertThat(flow.source()).hasToString(source);
        assertThat(flow.target()).hasToString(target);
        assertThat(flow.link()).isEqualTo(link);
        assertThat(flow.rows())
                .hasSize(rows)
                .allMatch(Row::documented)
                .allMatch(row -> row.direction() == Direction.BOTH);
        assertThat(flow.createBoth()).isFalse();
        assertThat(flow.deletes()).isEqualTo(DeletePolicy.KEEP);
        assertThat(flow.where()).isEmpty();
        assertThat(flow.targetWhere()).isEmpty();
    }

    @Test
    void hasNoOtherFlow() {
        assertThat(flows).hasSize(9);
    }

    @Test
    void matchesUsersByEmailAlone() {
        assertThat(flows.get(CONTACT).match()).containsExactly(List.of(new MatchPair("email", "emailAddress")));
        assertThat(flows.get(PERSON).match()).containsExactly(List.of(new MatchPair("email", "EmailAddress")));
    }

    @Test
    void translatesTheOrganization_insteadOfCopyingItsNumber() {
        List<Row> rows = flows.get(CONTACT).rows();
        assertThat(rows).extracting(Row::id).containsExactly("email->emailAddress", "organization_id->partyId");
        assertThat(rows).extracting(Row::type).containsExactly(ValueType.STRING, ValueType.INTEGER);
        assertThat(rows.get(1).reference().source()).hasToString("zendesk/organizations");
        assertThat(rows.get(1).reference().target()).hasToString("powerofficego/party");
        assertThat(rows.get(1).firstMerge()).isEqualTo(FirstMergePolicy.FILL);
    }

    @Test
    void takesEveryRoleForAPerson() {
        List<Row> rows = flows.get(PERSON).rows();
        assertThat(rows).extracting(Row::id).containsExactly("email->EmailAddress", "role->IsPerson");
        assertThat(rows).extracting(Row::type).containsExactly(ValueType.STRING, ValueType.NONE);
        assertThat(rows.get(1).values()).containsOnlyKeys("end-user", "agent", "admin");
        assertThat(rows.get(1).values().values()).allMatch(value -> value.isBoolean() && value.asBoolean());
    }

    @Test
    void addsNothingDocumented_inTheDemo_andSomethingToSeeForEachEmptyTable() {
        load(true);
        assertThat(flows.values()).allMatch(flow -> !flow.rows().isEmpty());
        assertThat(flows.values())
                .filteredOn(flow -> flow.link() == LinkPolicy.EVERY)
                .allMatch(flow -> flow.rows().stream().noneMatch(Row::documented));
    }

    /** Which document, section and line each comes from; the sections are numbered as the documents have them. */
    @ParameterizedTest
    @CsvSource({
        "zendesk-organizations--custompms-customer, zendesk-custompms#1, Zendesk Organizations, CustomPMS Customer",
        "zendesk-ticketcomments--custompms-project, zendesk-custompms#2, Zendesk Ticketcomments, CustomPMS Project",
        "zendesk-tickets--custompms-project, zendesk-custompms#3, Zendesk Tickets, CustomPMS Project",
        "zendesk-users--powerofficego-contactperson, zendesk-powerofficego#1, Zendesk Users, PowerOffice Go Contactperson",
        "zendesk-users--powerofficego-customers-person, zendesk-powerofficego#2, Zendesk Users, PowerOffice Go Customers person",
        "salesforce-division--custompms-customer, salesforce-custompms#1, Salesforce Division, CustomPMS Customer",
        "salesforce-organization--custompms-customer, salesforce-custompms#2, Salesforce Organization, CustomPMS Customer",
        "salesforce-task--custompms-project, salesforce-custompms#3, Salesforce Task, CustomPMS Project",
        "salesforce-task--custompms-task, salesforce-custompms#4, Salesforce Task, CustomPMS Task",
    })
    void saysWhichSectionItComesFrom(String id, String section, String source, String target) {
        Flow flow = flows.get(id);
        String system = target.replaceFirst(" (Customer|Project|Task|Contactperson|Customers person)$", "");
        String shape = flow.matches() ? "BEFORE,MERGE,ONCE,PROPS" : "EVERY,ONCE,PROPS";
        assertThat(flow.documented().sections())
                .containsExactly(new Documented.Section(
                        section, source, target, system, shape, Documented.FreeText.NONE, false));
        List<String> lines = new ArrayList<>();
        flow.documented().matches().forEach(match -> match.lines().forEach(line -> lines.add(line.id())));
        flow.documented().properties().forEach(row -> row.lines().forEach(line -> lines.add(line.id())));
        assertThat(lines)
                .isEqualTo(flow.matches() ? List.of(section + ".1", section + ".2", section + ".3") : List.of());
    }
}
