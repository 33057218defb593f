package io.tandem.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;

/**
 * Remembers each distinct statement that goes to a database, from whatever sends it, with the values of its largest execution:
 * an address that begins with {@code jdbc:recorded:} leads here, and from here to the real driver.
 */
final class Recorder implements Driver {

    private static final String PREFIX = "jdbc:recorded:";

    /** The values of an execution by position; arrays are copies. */
    record Execution(TreeMap<Integer, Object> values) {

        /** Elements of its arrays. */
        int size() {
            return values.values().stream()
                    .mapToInt(value -> value instanceof Copy copy ? copy.elements().length : 0)
                    .sum();
        }

        void bind(PreparedStatement statement) throws SQLException {
            for (Map.Entry<Integer, Object> value : values.entrySet()) {
                if (value.getValue() instanceof Copy copy) {
                    statement.setArray(
                            value.getKey(), statement.getConnection().createArrayOf(copy.type(), copy.elements()));
                } else {
                    statement.setObject(value.getKey(), value.getValue());
                }
            }
        }
    }

    private record Copy(String type, Object[] elements) {}

    private static final String KEEPS_A_LEASE = "update lease set ";

    private final Map<String, Execution> statements = new ConcurrentHashMap<>();
    private final AtomicLong executions = new AtomicLong();

    /** The address to open in place of the real one. */
    String url(String real) {
        return PREFIX + System.identityHashCode(this) + ":" + real;
    }

    private String mine() {
        return url("");
    }

    Map<String, Execution> statements() {
        return statements;
    }

    /** How often a statement was sent so far; a batch counts once, and what keeps a lease, as often as time passes, not at all. */
    long executions() {
        return executions.get();
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(mine());
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection real = DriverManager.getConnection(url.substring(mine().length()), info);
        return proxy(
                Connection.class,
                real,
                (method, arguments, answer) -> method.equals("prepareStatement")
                        ? statement((String) arguments[0], (PreparedStatement) answer)
                        : answer);
    }

    private PreparedStatement statement(String sql, PreparedStatement real) {
        TreeMap<Integer, Object> values = new TreeMap<>();
        return proxy(PreparedStatement.class, real, (method, arguments, answer) -> {
            if (method.startsWith("set") && arguments.length > 1 && arguments[0] instanceof Integer position) {
                values.put(position, method.equals("setNull") ? null : copy(arguments[1]));
            } else if (method.startsWith("execute") || method.equals("addBatch")) {
                executions.addAndGet(method.equals("addBatch") || sql.startsWith(KEEPS_A_LEASE) ? 0 : 1);
                Execution now = new Execution(new TreeMap<>(values));
                statements.merge(sql, now, (one, two) -> two.size() > one.size() ? two : one);
            }
            return answer;
        });
    }

    private static Object copy(Object value) throws SQLException {
        return value instanceof Array array ? new Copy(array.getBaseTypeName(), (Object[]) array.getArray()) : value;
    }

    private interface After {
        Object called(String method, Object[] arguments, Object answer) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        after.called(method.getName(), arguments, answer(real, method, arguments))));
    }

    private static Object answer(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
