package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:/var/lib/tandem/store;DB_CLOSE_ON_EXIT=FALSE",
                "jdbc:h2:~/tandem",
                "jdbc:h2:mem:x",
                "jdbc:postgresql://db/tandem",
                "jdbc:postgresql://db:5433/tandem?sslmode=require",
                "jdbc:postgresql://one:5432,two:5432/tandem",
                "jdbc:postgresql:tandem"
            })
    void takesWhatADatabaseOfOursUnderstands(String url) {
        assertThat(new StoreUrl(url).fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://u@h/db|a JDBC address begins with jdbc:",
                "postgresql://h/db|a JDBC address begins with jdbc:",
                "jdbc:mysql://h/db|wanted jdbc:postgresql://HOST:PORT/DATABASE, or jdbc:h2:file:PATH",
                "jdbc:postgresql://u:p@h/db|user and password in store.user",
                "jdbc:postgresql://h|wanted jdbc:postgresql://HOST:PORT/DATABASE",
                "jdbc:postgresql://h/db?user=a&password=b|it holds a password",
                "jdbc:h2:file:./x;AUTO_SERVER=TRUE|two processes use one file",
                "jdbc:h2:./x; auto_server = true|two processes use one file",
                "jdbc:h2:file:/a\\b/c|H2 reads a ; or \\ in a path as something else",
                "jdbc:h2:;MODE=MySQL|the path is missing",
            })
    void saysWhatIsWrong(String url, String why) {
        assertThat(new StoreUrl(url).fault())
                .hasValueSatisfying(text -> assertThat(text).contains(why));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/a/b,true", "jdbc:h2:/a/b,true", "jdbc:h2:~/b,true", "jdbc:h2:./b;X=1,true",
        "jdbc:h2:mem:b,false", "jdbc:h2:tcp://h/b,false", "jdbc:h2:ssl://h/b,false", "jdbc:postgresql://h/b,false"
    })
    void knowsAFile_alsoWithoutTheWord(String url, boolean file) {
        assertThat(new StoreUrl(url).isFile()).isEqualTo(file);
    }

    @Test
    void findsTheFileBelowAHomeWhoseNameHasBackslashes() {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", "C:\\Users\\anna");
        try {
            assertThat(new StoreUrl("jdbc:h2:~/tandem").file().toString().replace('\\', '/'))
                    .isEqualTo("C:/Users/anna/tandem.mv.db");
        } finally {
            System.setProperty("user.home", home);
        }
    }
}
