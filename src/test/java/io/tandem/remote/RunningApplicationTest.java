package io.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that says where an application runs keeps nobody from starting: a damaged one is nobody's. */
class RunningApplicationTest {

    @TempDir
    Path data;

    private void write(String text) throws IOException {
        Files.writeString(data.resolve(RunningApplication.FILE), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0\0\0\0\0\0\0\0",
                "{\"port\": 80",
                "[]",
                "null",
                "17",
                "{}",
                "{\"pid\": \"x\", \"port\": \"y\"}",
                "{\"pid\": 99999999999999999999, \"port\": 80}",
                "{\"pid\": 1e400, \"port\": 80}",
                "{\"pid\": 1, \"port\": 65536}",
                "{\"pid\": 1, \"port\": 0}",
                "{\"pid\": 1, \"port\": -1}"
            })
    void passesOverADamagedFile(String text) throws IOException {
        write(text);
        assertThat(RunningApplication.find(data)).isEmpty();
    }

    @Test
    void passesOverAFileWhosePortIsAnotherProgramsNow() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> {
                try (var socket = other.accept()) {
                    socket.getOutputStream().write("220 mail.example.com ready\r\n".getBytes());
                } catch (IOException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            answers.start();
            write("{\"port\": " + other.getLocalPort() + ", \"token\": \"t\", \"pid\": "
                    + ProcessHandle.current().pid() + "}");
            assertThat(RunningApplication.find(data)).isEmpty();
        }
    }

    @Test
    void saysThatAnApplicationIsBusy_whenItDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            write("{\"port\": " + silent.getLocalPort() + ", \"token\": \"t\", \"pid\": "
                    + ProcessHandle.current().pid() + "}");
            assertThatThrownBy(() -> RunningApplication.find(data, Duration.ofSeconds(1)))
                    .isInstanceOf(ConfigurationFault.class)
                    .hasMessageContaining("did not answer within 1 s: it is busy or stuck");
        }
    }
}
