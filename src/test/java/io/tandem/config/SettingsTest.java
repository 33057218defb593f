package io.tandem.config;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.tandem.kit.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final List<Setting> KNOWN = List.of(
            Setting.of("shop.url", null, "where the shop is"),
            Setting.secret("shop.api-token", "how to sign in"),
            new Setting("shop.mode", false, "fast", List.of("fast", "slow"), "", "how it works"),
            Setting.of("http.answer-limit", "10", "bytes"),
            Setting.of("schedule.*", null, "cron of a flow"),
            Setting.of("schedule.shop-contact--crm-person", null, "cron of this flow"));

    @TempDir
    Path home;

    private final List<Fault> faults = new ArrayList<>();

    private Settings load(String file, Map<String, String> system, Map<String, String> environment, String... set)
            throws IOException {
        Path written = Files.createDirectories(home.resolve("config")).resolve("application.properties");
        Files.writeString(written, file);
        Permissions.set(written, "rw-------");
        Map<String, String> sets = set.length == 0 ? Map.of() : Map.of(set[0], set[1]);
        return Settings.load(new Settings.Sources(home, system, environment, sets), KNOWN, faults);
    }

    private List<String> shown() {
        return faults.stream().map(Fault::toString).toList();
    }

    @Test
    void prefersTheCommandLine_toEnvironment_toSystemProperty_toFile_toDefault() throws IOException {
        Map<String, String> system = Map.of("shop.url", "http://b");
        Map<String, String> environment = Map.of("SHOP_URL", "http://c");
        String file = "shop.url=http://a\n";
        assertThat(load("", Map.of(), Map.of()).get("shop.mode")).contains("fast");
        assertThat(load(file, Map.of(), Map.of()).get("shop.url")).contains("http://a");
        assertThat(load(file, system, Map.of()).get("shop.url")).contains("http://b");
        assertThat(load(file, system, environment).get("shop.url")).contains("http://c");
        assertThat(load(file, system, environment, "shop.url", "http://d").get("shop.url"))
                .contains("http://d");
        assertThat(faults).isEmpty();
    }

    @Test
    void findsAKeyInTheEnvironment_whateverSeparatesItsWords() throws IOException {
        Settings settings = load(
                "",
                Map.of(),
                Map.of("SHOP_API_TOKEN", "t", "SCHEDULE_SHOP_CONTACT__CRM_PERSON", "0 0 * * * ?", "SHOP_NONE", "x"));
        assertThat(settings.get("shop.api-token")).contains("t");
        assertThat(settings.get("schedule.shop-contact--crm-person")).contains("0 0 * * * ?");
        assertThat(faults).isEmpty();
    }

    @Test
    void takesAnEmptyValue_asNotSet() throws IOException {
        assertThat(load("shop.url=\n", Map.of(), Map.of()).get("shop.url")).isEmpty();
    }

    /** Who needs a value with a default has one: a compose file passes on a variable that nobody set. */
    @Test
    void takesTheDefault_whereAValueIsSetToNothing() throws IOException {
        assertThat(load("shop.mode=\n", Map.of(), Map.of()).get("shop.mode")).contains("fast");
        assertThat(load("shop.mode=slow\n", Map.of("shop.mode", " "), Map.of()).get("shop.mode"))
                .contains("fast");
        assertThat(load("", Map.of(), Map.of("SHOP_MODE", "")).get("shop.mode")).contains("fast");
        assertThat(load("", Map.of(), Map.of(), "shop.mode", "").get("shop.mode"))
                .contains("fast");
        assertThat(faults).isEmpty();
    }

    @Test
    void reportsAKeyThatLooksLikeOurs_onTheCommandLine() throws IOException {
        load("", Map.of("shop.ulr", "x", "java.home", "y", "http.proxyHost", "z", "camel.main.name", "n"), Map.of());
        assertThat(shown())
                .containsExactly("-Dshop.ulr: unknown key shop.ulr. Known: shop.api-token, shop.mode, shop.url");
    }

    @Test
    void leavesTheEnginesKeysToTheEngine() throws IOException {
        Settings settings = load("camel.main.a=1\n", Map.of("camel.main.b", "2"), Map.of(), "camel.main.c", "3");
        assertThat(settings.startingWith("camel.")).containsOnlyKeys("camel.main.a", "camel.main.b", "camel.main.c");
        assertThat(faults).isEmpty();
    }

    @Test
    void reportsAnUnknownValue_withTheKnownOnes() throws IOException {
        load("shop.mode=quick\n", Map.of(), Map.of());
        assertThat(shown()).containsExactly("shop.mode: unknown value quick. Known: fast, slow");
    }

    @Test
    void showsNoValue_asText() throws IOException {
        assertThat(load("shop.api-token=hidden-one\n", Map.of(), Map.of()).toString())
                .contains("shop.api-token")
                .doesNotContain("hidden-one");
    }

    @Test
    void refusesASecretOnTheCommandLine_withoutShowingIt() throws IOException {
        load("", Map.of("shop.api-token", "hidden-one"), Map.of(), "shop.api-token", "hidden-two");
        assertThat(shown()).hasSize(2).allMatch(fault -> !fault.contains("hidden"));
        assertThat(shown().get(0))
                .startsWith("-Dshop.api-token: a secret can't stand on a command line")
                .contains("SHOP_API_TOKEN");
        assertThat(shown().get(1)).startsWith("--set shop.api-token: ");
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-r--r--"})
    void refusesAFileWithASecret_thatOthersCanRead(String permissions) throws IOException {
        Path file = home.resolve("config/application.properties");
        load("shop.api-token=hidden-one\n", Map.of(), Map.of());
        assertThat(faults).isEmpty();
        Permissions.set(file, permissions);
        Settings.load(new Settings.Sources(home, Map.of(), Map.of(), Map.of()), KNOWN, faults);
        assertThat(shown())
                .singleElement()
                .asString()
                .startsWith("config/application.properties:1: shop.api-token is a secret")
                .doesNotContain("hidden");
    }

    @Test
    void doesNotMindWhoReadsAFileWithoutSecrets() throws IOException {
        load("shop.url=http://a\n", Map.of(), Map.of());
        Permissions.set(home.resolve("config/application.properties"), "rw-r--r--");
        Settings.load(new Settings.Sources(home, Map.of(), Map.of(), Map.of()), KNOWN, faults);
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden\n",
                "hidden\r\n",
                " hidden ",
                "\thidden",
                "\uFEFFhidden\n",
                "\u00A0hidden\u200B",
                "hidden\0"
            })
    void takesAValueFromEverywhere_withoutBlanksLineEndsAndByteOrderMarksAroundIt(String value) throws IOException {
        Path secret = Files.writeString(home.resolve("token"), value);
        assertThat(load("", Map.of(), Map.of("SHOP_API_TOKEN", value)).get("shop.api-token"))
                .contains("hidden");
        assertThat(load("", Map.of(), Map.of("SHOP_API_TOKEN_FILE", secret.toString()))
                        .get("shop.api-token"))
                .contains("hidden");
        assertThat(load("shop.api-token=" + value, Map.of(), Map.of()).get("shop.api-token"))
                .contains("hidden");
        assertThat(load("", Map.of("shop.url", value), Map.of()).get("shop.url"))
                .contains("hidden");
        assertThat(load("", Map.of(), Map.of(), "shop.url", value).get("shop.url"))
                .contains("hidden");
        assertThat(faults).isEmpty();
    }

    @Test
    void refusesALineEndInsideAValue_andDoesNotShowIt() throws IOException {
        load("", Map.of(), Map.of("SHOP_API_TOKEN", "hid\nden"));
        assertThat(shown())
                .singleElement(as(STRING))
                .startsWith("SHOP_API_TOKEN: the value has a line end")
                .doesNotContain("den ");
        faults.clear();
        load("\nshop.api-token=hid\\nden\n", Map.of(), Map.of());
        assertThat(shown())
                .singleElement(as(STRING))
                .startsWith("config/application.properties:2: shop.api-token: the value has a line end")
                .doesNotContain("den ");
    }

    @Test
    void readsASecretFromTheFileThatAVariableNames() throws IOException {
        Path secret = Files.writeString(home.resolve("token"), "hidden\n");
        Settings settings = load("", Map.of(), Map.of("SHOP_API_TOKEN_FILE", secret + "\n"));
        assertThat(settings.get("shop.api-token")).contains("hidden");
        assertThat(faults).isEmpty();
    }

    @Test
    void saysWhichVariableNamesAFileThatIsNotThere() throws IOException {
        load("", Map.of(), Map.of("SHOP_API_TOKEN_FILE", home.resolve("nowhere").toString()));
        assertThat(shown())
                .singleElement(as(STRING))
                .startsWith("SHOP_API_TOKEN_FILE: the file ")
                .contains("nowhere");
    }

    @Test
    void refusesASecretThatIsSetTwice() throws IOException {
        Path secret = Files.writeString(home.resolve("token"), "one");
        load("", Map.of(), Map.of("SHOP_API_TOKEN_FILE", secret.toString(), "SHOP_API_TOKEN", "two"));
        assertThat(shown())
                .containsExactly(
                        "SHOP_API_TOKEN and SHOP_API_TOKEN_FILE are both set. Keep the one that holds shop.api-token");
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        assertThat(load("\uFEFFshop.url=http://a\n", Map.of(), Map.of()).get("shop.url"))
                .contains("http://a");
        assertThat(faults).isEmpty();
    }

    @Test
    void reportsAKeyThatStandsTwice_withBothLines() throws IOException {
        load("shop.url=http://a\n# more\n shop.url : http://b\n", Map.of(), Map.of());
        assertThat(shown())
                .containsExactly(
                        "config/application.properties:3: key shop.url stands twice, first in line 1. Keep one of them");
    }

    @Test
    void namesThePlaceThatSetAFaultyValue() throws IOException {
        Fault fault = new Fault("", 0, "shop.url: no address");
        assertThat(load("\nshop.url=x\n", Map.of(), Map.of()).located(fault))
                .hasToString("config/application.properties:2: shop.url: no address");
        assertThat(load("", Map.of("shop.url", "x"), Map.of()).located(fault)).hasToString("-Dshop.url: no address");
        assertThat(load("", Map.of(), Map.of("SHOP_URL", "x")).located(fault)).hasToString("SHOP_URL: no address");
        assertThat(load("", Map.of(), Map.of(), "shop.url", "x").located(fault))
                .hasToString("--set shop.url: no address");
        assertThat(load("", Map.of(), Map.of()).located(fault)).isEqualTo(fault);
    }
}
