package chat.foyer.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Three nodes on one database, all on this machine. Tests fail parts of it, and
 * {@link #mend()} brings everything back.
 */
public final class Cluster implements AutoCloseable {

	private final ClusterDatabase database;

	private final List<ClusterNode> nodes;

	private Cluster(ClusterDatabase database) throws IOException {
		this.database = database;
		this.nodes = List.of(new ClusterNode(database.port()), new ClusterNode(database.port()),
				new ClusterNode(database.port()));
	}

	/**
	 * Starts all nodes at the same moment on an empty database, and returns when they are
	 * ready.
	 */
	public static Cluster start() throws IOException {
		Cluster cluster = new Cluster(ClusterDatabase.start());
		try {
			cluster.mend();
			return cluster;
		}
		catch (RuntimeException | AssertionError ex) {
			cluster.close();
			throw ex;
		}
	}

	/**
	 * The database of all nodes.
	 */
	public ClusterDatabase database() {
		return this.database;
	}

	/**
	 * The three nodes, running or not.
	 */
	public List<ClusterNode> nodes() {
		return this.nodes;
	}

	/**
	 * One of the nodes.
	 * @param index from 0 to 2
	 */
	public ClusterNode node(int index) {
		return this.nodes.get(index);
	}

	/**
	 * The nodes to which a load balancer would send somebody.
	 */
	public List<ClusterNode> rotation() {
		return this.nodes.stream().filter(ClusterNode::isInRotation).toList();
	}

	/**
	 * Passes everything to and from the database again, and returns when all nodes are
	 * ready.
	 */
	public void mend() {
		this.nodes.forEach((node) -> node.database().mend());
		this.nodes.stream().filter((node) -> node.isRunning() && !node.isInRotation()).forEach(ClusterNode::resume);
		inParallel(this.nodes.stream().filter((node) -> !node.isRunning()).<Runnable>map((node) -> node::start));
	}

	@Override
	public void close() throws IOException {
		this.nodes.forEach(ClusterNode::close);
		this.database.close();
	}

	private static void inParallel(Stream<Runnable> tasks) {
		CompletableFuture.allOf(tasks.map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new)).join();
	}

}
