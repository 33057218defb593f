package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tandem.kit.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the log and the metrics say of sign-ins that were refused. */
class PasswordsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Passwords.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Passwords passwords;

    @BeforeEach
    void listen() throws IOException {
        Path file = folder.resolve("users");
        Files.writeString(file, "adam:admin:" + CheapHash.of("may decide").text() + "\n");
        Permissions.set(file, "rw-------");
        passwords = new Passwords(Accounts.of("", "", new UsersFile(file)), CLOCK);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void hear() {
        logger.detachAppender(log);
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theLogNamesWhoWasRefused_onceAndWhenTheBoundIsReached_andCountsAll() {
        for (int i = 0; i < Passwords.MOST_WRONG + 2; i++) {
            passwords.check("adam", "wrong", "127.0.0.1", "192.0.2.7");
        }
        assertThat(said()).hasSize(2).allMatch(line -> line.contains("adam") && line.contains("192.0.2.7"));
        assertThat(passwords.wrong()).isEqualTo(Passwords.MOST_WRONG);
        assertThat(passwords.later()).isEqualTo(2);
    }

    /** Nobody could sign in by it, and the console would answer by a fault of its own. */
    @Test
    void aHashWithoutRounds_isNone() {
        assertThat(PasswordHash.parse("pbkdf2$0$AAAA$AAAA")).isEmpty();
        assertThat(PasswordHash.parse("pbkdf2$1$AAAA$AAAA")).isPresent();
    }

    /** Who has an IPv6 address has a whole network of them, and a new connection has a new port. */
    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:1:2::%x", "2001:DB8:1:2:ffff:%x::", "192.0.2.7:%d", "::ffff:192.0.2.7"})
    void slowsDownAName_whicheverAddressOfItsNetworkItTakes(String address) {
        for (int i = 1; i <= Passwords.MOST_WRONG; i++) {
            assertThat(passwords.check("adam", "wrong", "127.0.0.1", String.format(address, i)))
                    .isInstanceOf(Passwords.Wrong.class);
        }

        assertThat(passwords.check("adam", "may decide", "127.0.0.1", String.format(address, 99)))
                .isInstanceOf(Passwords.Later.class);
        assertThat(passwords.check("adam", "may decide", "127.0.0.1", "2001:db8:1:3::1"))
                .isInstanceOf(Passwords.Right.class);
    }

    /** Who is on this machine, or behind a proxy that names no address, can make up an address for each try. */
    @Test
    void slowsDownAName_afterAHundredWrongPasswords_whateverAddressesAreNamed() {
        for (int i = 1; i <= 100; i++) {
            assertThat(passwords.check("adam", "wrong", "127.0.0.1", "192.0.2." + i))
                    .as("try " + i)
                    .isInstanceOf(Passwords.Wrong.class);
        }

        assertThat(passwords.check("adam", "may decide", "127.0.0.1", "192.0.2.101"))
                .isInstanceOf(Passwords.Later.class);
        assertThat(passwords.check("eve", "wrong", "127.0.0.1", "192.0.2.101")).isInstanceOf(Passwords.Wrong.class);
    }

    /** Somebody may have typed the password into the field of the name. */
    @Test
    void theLogNamesNobodyWhoIsUnknown() {
        passwords.check("may decide", "adam", "127.0.0.1", "192.0.2.7");
        assertThat(said())
                .singleElement()
                .asString()
                .contains("a name that nobody has")
                .doesNotContain("may decide");
    }
}
