package io.tandem.document.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFilesTest {

    @TempDir
    private Path home;

    @Test
    void saysWhichFileCantBeWritten_andLeavesAllAsItWas() throws IOException {
        Files.writeString(home.resolve("there.yaml"), "before");
        Files.writeString(home.resolve("file"), "no folder");
        List<FileChange> changes = List.of(
                new FileChange("there.yaml", Optional.of("before"), Optional.of("after"), true),
                new FileChange("file/new.yaml", Optional.empty(), Optional.of("new"), true));

        assertThatThrownBy(() -> new SiteFiles(home).write(changes))
                .isInstanceOfSatisfying(ConfigurationFault.class, fault -> assertThat(fault.faults())
                        .singleElement()
                        .asString()
                        .startsWith("file/new.yaml: can't be written: ")
                        .contains("is there already, and is no folder")
                        .endsWith("All files are as they were before the import"));

        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("there.yaml", "file");
        }
        assertThat(home.resolve("there.yaml")).hasContent("before");
    }
}
