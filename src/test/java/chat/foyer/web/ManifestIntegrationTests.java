package chat.foyer.web;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what browsers ask for to install the pages as an application.
 */
@IntegrationTest
class ManifestIntegrationTests {

	@Autowired
	private Visitors visitors;

	@Test
	void manifestNamesIconsThatAreThere() {
		Visitor visitor = this.visitors.arrive();
		HttpResponse<String> manifest = visitor.get("/manifest.webmanifest");
		assertThat(type(manifest)).isEqualTo("application/manifest+json");
		JsonNode icons = JsonMapper.shared().readTree(manifest.body()).get("icons");
		assertThat(icons).extracting((icon) -> icon.path("purpose").asString()).contains("maskable");
		assertThat(icons).allSatisfy((icon) -> {
			HttpResponse<String> picture = visitor.get("/" + icon.get("src").asString());
			assertThat(picture.statusCode()).isEqualTo(200);
			assertThat(type(picture)).isEqualTo(icon.get("type").asString());
		});
	}

	@Test
	void workerIsAskedForAgainEachTime() {
		HttpResponse<String> worker = this.visitors.arrive().get("/worker.js");
		assertThat(type(worker)).startsWith("text/javascript");
		assertThat(worker.headers().firstValue("Cache-Control")).contains("no-cache");
	}

	private static String type(HttpResponse<String> answer) {
		return answer.headers().firstValue("Content-Type").orElse("");
	}

}
