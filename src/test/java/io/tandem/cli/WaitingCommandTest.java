package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.ExitCode;
import io.tandem.kit.PlanSite;
import io.tandem.kit.PlanSite.Answer;
import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of records that wait: enough to decide by, values only on demand. */
class WaitingCommandTest {

    private static final String HOSTILE = "\\u001b[2J\\u009b31m\\r\\n" + "9".repeat(5_000);

    @TempDir
    private static Path home;

    private static PlanSite site;
    private static String one;
    private static String none;

    @BeforeAll
    static void sync() throws IOException {
        site = new PlanSite(home, TestDatabase.H2.migratedUrl());
        site.row(PlanSite.CONTACTS, "{source: phone, target: phoneNumber, type: string}");
        one = site.user("two@example.com", null);
        none = site.user("none@example.com", null);
        site.contact(12, "two@example.com");
        contact(13, "two@example.com", HOSTILE);
        site.run("sync", PlanSite.CONTACTS);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static void contact(int id, String email, String phone) {
        site.person.powerOffice(
                "POST",
                "_sandbox/contacts",
                "{\"id\":" + id + ",\"partyId\":1,\"emailAddress\":\"" + email + "\",\"phoneNumber\":\"" + phone
                        + "\"}");
    }

    private static Answer waiting(String... options) {
        String[] arguments = {"waiting", PlanSite.CONTACTS};
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return site.run(all);
    }

    @Test
    void showsCandidatesWithTheirPages_andNoValues() {
        Answer answer = waiting();

        assertThat(answer.code()).isEqualTo(ExitCode.NEEDS_PERSON);
        assertThat(answer.out())
                .startsWith("ambiguous  zendesk/users/")
                .contains("    candidate  powerofficego/contactperson/12  https://go.poweroffice.net/#contact/12\n")
                .contains("    candidate  powerofficego/contactperson/13  https://go.poweroffice.net/#contact/13\n")
                .contains("    decide: tandem link " + PlanSite.CONTACTS + " " + one + " TARGET_ID\n")
                .contains("\nunmatched  zendesk/users/" + none + "  " + PlanSite.CONTACTS + "  "
                        + site.sandbox.zendesk().url() + "/agent/users/" + none + "\n")
                .doesNotContain("example.com", "999");
        assertThat(answer.err()).doesNotContain("example.com", "999");
    }

    @Test
    void showsValuesSideBySide_whenAsked() {
        String out = waiting("--values").out();

        assertThat(out).contains("    email / emailAddress ", "    email ", "none@example.com");
        assertThat(out.lines().filter(line -> line.contains("  two@example.com  two@example.com  ")))
                .singleElement()
                .asString()
                .startsWith("      email");
        assertThat(out.lines().filter(line -> line.contains("phoneNumber")))
                .anySatisfy(line -> assertThat(line).startsWith("    * phone / phoneNumber"));
    }

    @Test
    void isHarmless_whenAValueIsNot() {
        String out = waiting("--values").out();

        assertThat(out).contains("·[2J·31m  99999").contains("99…");
        assertThat(out.replace("\n", "")).matches("[^\\p{C}\\p{Zl}\\p{Zp}]+");
        assertThat(out.lines().filter(line -> line.startsWith("      ")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
    }

    @Test
    void keepsValuesOutOfJson_alsoWhenAsked() {
        Answer answer = waiting("--values", "--json");

        assertThat(answer.json()).hasSize(2);
        assertThat(answer.json().get(0).toString())
                .isEqualTo("{\"flow\":\"" + PlanSite.CONTACTS + "\",\"record\":\"zendesk/users/" + one
                        + "\",\"reason\":\"ambiguous\",\"candidates\":[\"powerofficego/contactperson/12\","
                        + "\"powerofficego/contactperson/13\"]}");
        assertThat(answer.out() + answer.err()).doesNotContain("example.com", "999");
        assertThat(answer.err()).contains("values are shown without --json only");
    }
}
