package chat.foyer.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Records which statements a server prepares, and on which thread. A test gives it to the
 * server by {@code spring.main.sources}.
 */
public final class StatementRecorder implements BeanPostProcessor {

	private static final Queue<Statement> statements = new ConcurrentLinkedQueue<>();

	/**
	 * Begins anew.
	 */
	public static void clear() {
		statements.clear();
	}

	/**
	 * The statements since the recorder was cleared.
	 */
	public static List<Statement> statements() {
		return List.copyOf(statements);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return name.equals("dataSource") ? new RecordingDataSource((DataSource) bean) : bean;
	}

	/**
	 * A statement.
	 *
	 * @param sql its text
	 * @param thread the name of the thread
	 */
	public record Statement(String sql, String thread) {
	}

	private static final class RecordingDataSource extends DelegatingDataSource {

		RecordingDataSource(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("prepareStatement")) {
							statements.add(new Statement((String) arguments[0], Thread.currentThread().getName()));
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

}
