package chat.foyer.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import chat.foyer.support.Live;
import chat.foyer.support.ServerProcess;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Nodes behind the load balancers of {@code src/deploy/cluster}, set up as there. Skipped
 * where a load balancer is not installed.
 */
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
class LoadBalancerProcessTests {

	private static final Path SETTINGS = Path.of("src", "deploy", "cluster");

	private static final int GUESTS = 6;

	private static final Duration READY_WITHIN = Duration.ofSeconds(15);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@EnumSource
	@Timeout(240)
	void guestsOfStoppedNodeGoOnAtOthers(Balancer balancer, Cluster cluster) throws Exception {
		assumeThat(balancer.isInstalled()).as("%s is installed", balancer).isTrue();
		int port = ServerProcess.freePort();
		Process process = balancer.start(cluster, port, this.folder);
		String address = "http://localhost:" + port;
		String room = Visitors.newRoom();
		try (Visitors visitors = new Visitors(() -> address)) {
			await().atMost(READY_WITHIN)
				.ignoreExceptions()
				.until(() -> visitors.arrive().get("/readyz").statusCode() == 200);
			List<Visitor> guests = new ArrayList<>();
			List<Live> lives = new ArrayList<>();
			for (int guest = 0; guest < GUESTS; guest++) {
				guests.add(visitors.enter("Guest " + guest, room));
				lives.add(guests.get(guest).live().listen(room));
			}
			assertAllHear(lives, room);
			assertThat(nodesOf(cluster, room)).as("nodes with guests of the room").isEqualTo(cluster.nodes().size());
			cluster.node(0).stop();
			for (int guest = 0; guest < GUESTS; guest++) {
				if (!lives.get(guest).isOpen()) {
					assertThat(lives.get(guest).closedWith().getCode()).isEqualTo(CloseStatus.GOING_AWAY.getCode());
					lives.set(guest, guests.get(guest).live().listen(room));
				}
			}
			assertAllHear(lives, room);
			assertThat(visitors.enter("Late", room).page(room).statusCode()).isEqualTo(200);
			assertThat(guests.get(0).events(room, 0).lines()).noneMatch((line) -> line.startsWith("leave"));
		}
		finally {
			process.destroy();
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static void assertAllHear(List<Live> lives, String room) {
		String id = lives.get(0).say(room, "Hello");
		assertThat(lives).allSatisfy((live) -> live.events().next((event) -> id.equals(event.id())));
	}

	private static int nodesOf(Cluster cluster, String room) {
		return cluster.database().client().sql("""
				select count(distinct node) from connection_of
				where room in (select room from room where name = ?)""").param(room).query(Integer.class).single();
	}

	/**
	 * A load balancer that an operator may use.
	 */
	enum Balancer {

		NGINX("nginx", "nginx.conf", "listen 80;", "listen 127.0.0.1:%d;") {

			@Override
			String whole(String settings, Path folder) {
				return "daemon off; pid %1$s/nginx.pid; events {} http { access_log off; %2$s }".formatted(folder,
						settings);
			}

			@Override
			List<String> command(Path settings) {
				return List.of("nginx", "-c", settings.toString(), "-e", settings + ".log");
			}

		},

		HAPROXY("haproxy", "haproxy.cfg", "bind :80", "bind 127.0.0.1:%d") {

			@Override
			String whole(String settings, Path folder) {
				return settings;
			}

			@Override
			List<String> command(Path settings) {
				return List.of("haproxy", "-db", "-f", settings.toString());
			}

		};

		private final String program;

		private final String file;

		private final String listen;

		private final String listenHere;

		Balancer(String program, String file, String listen, String listenHere) {
			this.program = program;
			this.file = file;
			this.listen = listen;
			this.listenHere = listenHere;
		}

		boolean isInstalled() {
			return List.of(System.getenv("PATH").split(File.pathSeparator))
				.stream()
				.anyMatch((path) -> Files.isExecutable(Path.of(path, this.program)));
		}

		/**
		 * Starts the load balancer with the settings of the project, with other ports.
		 */
		Process start(Cluster cluster, int port, Path folder) throws IOException {
			String settings = Files.readString(SETTINGS.resolve(this.file));
			assertThat(settings).contains(this.listen);
			settings = settings.replace(this.listen, this.listenHere.formatted(port));
			for (int node = 0; node < cluster.nodes().size(); node++) {
				String name = "foyer-" + (node + 1) + ":8080";
				assertThat(settings).contains(name);
				settings = settings.replace(name, "127.0.0.1:" + cluster.node(node).port());
			}
			Path file = Files.writeString(folder.resolve(this.file), whole(settings, folder));
			return new ProcessBuilder(command(file)).redirectErrorStream(true)
				.redirectOutput(Files.createTempFile(Path.of("target", "process"), this.program, ".log").toFile())
				.start();
		}

		abstract String whole(String settings, Path folder);

		abstract List<String> command(Path settings);

	}

}
