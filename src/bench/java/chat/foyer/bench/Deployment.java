package chat.foyer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The servers of a side: one, or the nodes of a cluster, with their database if they have
 * one of their own.
 */
final class Deployment implements AutoCloseable {

	private final List<Server> nodes = new ArrayList<>();

	private final @Nullable Database database;

	private Deployment(@Nullable Database database) {
		this.database = database;
	}

	/**
	 * Starts all servers of a side with new files and an empty database, and returns when
	 * they answer.
	 */
	static Deployment start(Side side, Options options) throws IOException {
		Deployment deployment = new Deployment(side.hasDatabase() ? Database.start() : null);
		try {
			for (int node = 0; node < side.nodes(); node++) {
				List<String> settings = (deployment.database != null) ? deployment.database.settings() : List.of();
				deployment.nodes.add(Server.start(side, options, settings));
			}
			return deployment;
		}
		catch (IOException ex) {
			deployment.close();
			throw ex;
		}
	}

	/**
	 * The server, or the first of several ones.
	 */
	Server server() {
		return this.nodes.get(0);
	}

	/**
	 * Where clients connect, each node once.
	 */
	List<InetSocketAddress> socketAddresses() {
		return this.nodes.stream().map(Server::socketAddress).toList();
	}

	/**
	 * The time that all servers and the database have spent on processors, in
	 * nanoseconds.
	 */
	double cpuNanos() throws IOException {
		double nanos = (this.database != null) ? this.database.cpuNanos() : 0;
		for (Server node : this.nodes) {
			nanos += node.cpuNanos();
		}
		return nanos;
	}

	@Override
	public void close() throws IOException {
		this.nodes.forEach(Server::close);
		if (this.database != null) {
			this.database.close();
		}
	}

}
