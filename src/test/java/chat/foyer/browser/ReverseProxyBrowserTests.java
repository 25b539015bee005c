package chat.foyer.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Inbox;
import chat.foyer.support.RunningServer;
import chat.foyer.support.ServerProcess;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of the server behind nginx, set up as the documentation shows, at a port that is
 * mapped to another one. Skipped where there is no nginx or no OpenSSL.
 */
@BrowserTest
@Tag("proof")
class ReverseProxyBrowserTests {

	private static final Pattern SNIPPET = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

	private static final NewContextOptions TRUSTING = new NewContextOptions().setIgnoreHTTPSErrors(true);

	private RunningServer server;

	private Process nginx;

	private Wire mappedPort;

	private String address;

	@BeforeEach
	void start() throws Exception {
		assumeThat(List.of("nginx", "openssl")).allMatch(ReverseProxyBrowserTests::isInstalled);
		this.server = RunningServer.start(0, SharedServer.newDataDir(), "server.address=127.0.0.1",
				"server.forward-headers-strategy=native");
		Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "nginx-");
		run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
				"-keyout", folder.resolve("key.pem").toString(), "-out", folder.resolve("cert.pem").toString());
		int port = ServerProcess.freePort();
		Path settings = Files.writeString(folder.resolve("nginx.conf"), settings(folder, port));
		this.nginx = new ProcessBuilder("nginx", "-c", settings.toString(), "-e",
				folder.resolve("error.log").toString())
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("nginx.log").toFile())
			.start();
		this.mappedPort = new Wire(port);
		this.address = this.mappedPort.address().replace("http:", "https:");
		Awaitility.await()
			.atMost(Inbox.PATIENCE)
			.until(() -> Files.exists(folder.resolve("nginx.pid")) || !this.nginx.isAlive());
		assertThat(this.nginx.isAlive()).as("nginx runs, see %s", folder).isTrue();
	}

	@AfterEach
	void stop() throws InterruptedException {
		if (this.mappedPort != null) {
			this.mappedPort.close();
		}
		if (this.nginx != null) {
			this.nginx.destroy();
			assertThat(this.nginx.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void peopleTalkUnderTls(People people) {
		String room = Visitors.newRoom();
		Person ann = people.arriveAt(this.address, TRUSTING).enter("Ann", room);
		Person bob = people.arriveAt(this.address, TRUSTING).enter("Bob", room);
		bob.say("Hello");
		ann.sees("Ann joined", "Bob joined", "Bob: Hello");
		assertThat(ann.browser().cookies()).hasSizeGreaterThan(2).allSatisfy(ReverseProxyBrowserTests::assertIsGuarded);
		Response page = ann.page().navigate("/");
		// Not for the other ports of the host.
		assertThat(page.headerValue("strict-transport-security")).isNull();
		assertThat(page.headerValue("content-security-policy"))
			.contains(" " + this.address.replace("https", "wss") + ";");
		// The server stops before they go.
		ann.expectsCuts();
		bob.expectsCuts();
	}

	private static void assertIsGuarded(Cookie cookie) {
		assertThat(cookie.name).startsWith("__Host-foyer-");
		assertThat(cookie.secure).isTrue();
		// The page's script writes the time zone.
		assertThat(cookie.httpOnly).isNotEqualTo(cookie.name.endsWith("-zone"));
		assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
	}

	/**
	 * The configuration in the documentation, with other ports and certificates.
	 */
	private String settings(Path folder, int port) throws IOException {
		Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("src", "docs", "operating.md")));
		assertThat(snippet.find()).isTrue();
		String site = snippet.group(1)
			.replace("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
			.replace("http://127.0.0.1:8080;", "http://127.0.0.1:" + this.server.port() + ";")
			.replaceAll("ssl_certificate .*;", "ssl_certificate cert.pem;")
			.replaceAll("ssl_certificate_key .*;", "ssl_certificate_key key.pem;");
		assertThat(site).contains("127.0.0.1:" + port, ":" + this.server.port(), "cert.pem", "key.pem");
		return "daemon off; pid %1$s/nginx.pid; events {} http { access_log off; %2$s }".formatted(folder, site);
	}

	private static boolean isInstalled(String program) {
		return List.of(System.getenv("PATH").split(File.pathSeparator))
			.stream()
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	private static void run(String... command) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor()).isZero();
	}

}
