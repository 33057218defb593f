package io.tandem.console;

import io.tandem.http.Exchange;
import java.io.IOException;

/** What answers at one path. */
interface Endpoint {
    void answer(Exchange exchange) throws IOException;
}
