package chat.foyer.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link Cluster} to test methods. All of them share it, so each uses rooms of
 * its own; what a test has broken is mended after it.
 */
public class ClusterExtension implements ParameterResolver, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Cluster.class;
	}

	@Override
	public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return store(context).computeIfAbsent(Cluster.class, (type) -> start(), Cluster.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Cluster cluster = store(context).get(Cluster.class, Cluster.class);
		if (cluster != null) {
			cluster.mend();
		}
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
	}

	private static Cluster start() {
		try {
			return Cluster.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
