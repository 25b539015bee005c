package chat.foyer.operations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import chat.foyer.support.ServerProcess;
import chat.foyer.support.Visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what the packaged server gives those who run it.
 */
class OperationsProcessTests {

	@Test
	void logsJsonLines(@TempDir Path data) throws IOException {
		int port = ServerProcess.freePort();
		try (ServerProcess server = ServerProcess.start(port, data, "logging.structured.format.console=ecs");
				Visitor ann = new Visitor("http://localhost:" + port)) {
			ann.enter("Ann", "Room").say("Room", Map.of("text", "Hello"));
			await().until(() -> server.log().contains("joined"));
			List<JsonNode> lines = server.log().lines().map(JsonMapper.shared()::readTree).toList();
			assertThat(lines).allSatisfy((line) -> assertThat(line.path("@timestamp").isString()).isTrue());
			assertThat(lines).extracting((line) -> line.path("message").stringValue())
				.anyMatch((message) -> message.matches("\"Ann\" joined room [0-9a-f]{10}"))
				.noneMatch((message) -> message.contains("Hello"));
		}
	}

	@Test
	void jarHasBillOfMaterials() throws IOException {
		try (JarFile jar = new JarFile(System.getProperty("foyer.jar"))) {
			String location = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
			try (InputStream bill = jar.getInputStream(jar.getEntry(location))) {
				JsonNode sbom = JsonMapper.shared().readTree(bill);
				assertThat(sbom.path("bomFormat").stringValue()).isEqualTo("CycloneDX");
				assertThat(sbom.at("/metadata/component/licenses/0/license/id").stringValue()).isEqualTo("Apache-2.0");
				assertThat(sbom.path("components").valueStream().map((part) -> part.path("name").stringValue()))
					.contains("tomcat-embed-core", "sqlite-jdbc", "stomp__stompjs");
			}
		}
	}

}
