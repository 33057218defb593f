package io.tandem.system.call;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** A proxy would not connect to a system. The http client gives its answer back as if it were the system's own. */
final class ProxyRefusal extends IOException {

    private static final long serialVersionUID = 1;
    private static final String PASSED = "tandem.passed-the-proxy";

    private ProxyRefusal(int status) {
        super("the proxy does not connect to it (HTTP " + status + "); see http.proxy"
                + (status == 407 ? ", http.proxy-user and http.proxy-password" : ""));
    }

    /** Lets a client tell the two apart: what a system answers has passed the step that makes the tunnel. */
    static void tellApart(HttpClientBuilder client) {
        client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "proxy-refusal", ProxyRefusal::checked);
        client.addExecInterceptorAfter(ChainElement.CONNECT.name(), "passed-the-proxy", (request, scope, chain) -> {
            scope.clientContext.setAttribute(PASSED, true);
            return chain.proceed(request, scope);
        });
    }

    private static ClassicHttpResponse checked(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        if (scope.route.isTunnelled() && scope.clientContext.getAttribute(PASSED) == null) {
            scope.execRuntime.discardEndpoint();
            throw new ProxyRefusal(answer.getCode());
        }
        return answer;
    }
}
