package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages are written in short sentences, for readers whose English is a second language. Tables and code are left out. */
class ShortSentencesTest {

    /** Few sentences of the pages come near it: some 25 words are meant. */
    private static final int MOST_WORDS = 27;

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK_TARGET = Pattern.compile("\\]\\([^)]*\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    /** A colon ends a sentence too: what comes after it is one of its own, or a list. */
    private static final Pattern END = Pattern.compile("(?<=[.?!:])[)*\"]*\\s+");

    @Test
    void noSentenceOfAPageIsLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        int sentences = 0;
        for (Path page : Pages.all()) {
            for (String sentence : sentences(Files.readString(page))) {
                sentences++;
                int words = sentence.split("\\s+").length;
                if (words > MOST_WORDS) {
                    tooLong.add(page + ", " + words + " words: " + sentence);
                }
            }
        }
        assertThat(sentences).isGreaterThan(1_000);
        assertThat(tooLong).as("make two sentences of each").isEmpty();
    }

    /** Of paragraphs and items of lists; what is code counts as one word. */
    private static List<String> sentences(String page) {
        String text = INLINE_CODE
                .matcher(LINK_TARGET
                        .matcher(CODE_BLOCK.matcher(page).replaceAll(""))
                        .replaceAll("]"))
                .replaceAll("code");
        StringBuilder prose = new StringBuilder();
        text.lines().forEach(line -> {
            boolean leftOut = line.isBlank() || line.matches("( {4}|[|#!<]).*");
            boolean begins = line.matches(" *(- |[0-9]+\\. ).*");
            prose.append(leftOut || begins ? "\n\n" : "").append(leftOut ? "" : line.strip() + " ");
        });
        return Stream.of(prose.toString().split("\\n\\n"))
                .flatMap(END::splitAsStream)
                .filter(sentence -> !sentence.isBlank())
                .toList();
    }
}
