package chat.foyer.browser;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;

/**
 * Takes uploads in the place of the server (tus 1.0), as long as a test keeps them from
 * getting on.
 */
final class UploadStub {

	private static final String FILES = ".*/rooms/[^/]+/files(/[^/]+)?";

	private final List<Upload> uploads = new ArrayList<>();

	private final Deque<Route> held = new ArrayDeque<>();

	private boolean isHolding;

	private int cuts;

	private int refusals;

	UploadStub(Person person) {
		person.browser().route((url) -> url.matches(FILES), this::answer);
	}

	/**
	 * The uploads so far, in the order in which they began.
	 */
	List<Upload> uploads() {
		return this.uploads;
	}

	/**
	 * Leaves all chunks without an answer until they are let go.
	 */
	void hold() {
		this.isHolding = true;
	}

	void letGo() {
		this.isHolding = false;
		while (!this.held.isEmpty()) {
			answer(this.held.remove());
		}
	}

	/**
	 * Cuts the connection of the next chunks.
	 */
	void cut(int chunks) {
		this.cuts = chunks;
	}

	/**
	 * Has no space for the next files.
	 */
	void refuse(int files) {
		this.refusals = files;
	}

	private void answer(Route route) {
		String url = route.request().url();
		switch (route.request().method()) {
			case "POST" -> create(route);
			case "HEAD" -> tell(route, 200, find(url));
			case "PATCH" -> append(route, find(url));
			case "DELETE" -> {
				find(url).isDeleted = true;
				route.fulfill(new FulfillOptions().setStatus(204));
			}
			default -> route.fulfill(new FulfillOptions().setContentType("application/json").setBody(find(url).json()));
		}
	}

	private void create(Route route) {
		if (this.refusals > 0) {
			this.refusals--;
			route.fulfill(new FulfillOptions().setStatus(507)
				.setContentType("application/problem+json")
				.setBody("{\"error\":\"full\"}"));
			return;
		}
		Map<String, String> headers = route.request().headers();
		Upload upload = new Upload("f" + this.uploads.size(), Integer.parseInt(headers.get("upload-length")),
				headers.get("upload-metadata"));
		this.uploads.add(upload);
		route.fulfill(new FulfillOptions().setStatus(201).setHeaders(Map.of("Location", "/elsewhere/" + upload.id)));
	}

	private void append(Route route, Upload upload) {
		if (this.cuts > 0) {
			this.cuts--;
			route.abort("connectionreset");
		}
		else if (this.isHolding) {
			this.held.add(route);
		}
		else {
			upload.offsets.add(Integer.parseInt(route.request().headers().get("upload-offset")));
			upload.bytes.writeBytes(route.request().postDataBuffer());
			tell(route, 204, upload);
		}
	}

	private static void tell(Route route, int status, Upload upload) {
		route.fulfill(new FulfillOptions().setStatus(status)
			.setHeaders(Map.of("Upload-Offset", String.valueOf(upload.bytes.size()))));
	}

	private Upload find(String url) {
		String id = url.substring(url.lastIndexOf('/') + 1);
		return this.uploads.stream().filter((upload) -> upload.id.equals(id)).findFirst().orElseThrow();
	}

	/**
	 * What came of one file.
	 */
	static final class Upload {

		private final String id;

		private final int length;

		private final Map<String, String> metadata = new HashMap<>();

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final List<Integer> offsets = new ArrayList<>();

		private boolean isDeleted;

		Upload(String id, int length, String metadata) {
			this.id = id;
			this.length = length;
			for (String pair : metadata.split(",", -1)) {
				String[] parts = pair.split(" ", -1);
				this.metadata.put(parts[0], new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8));
			}
		}

		String id() {
			return this.id;
		}

		Map<String, String> metadata() {
			return this.metadata;
		}

		byte[] bytes() {
			return this.bytes.toByteArray();
		}

		/**
		 * Where each chunk began.
		 */
		List<Integer> offsets() {
			return this.offsets;
		}

		boolean isComplete() {
			return this.bytes.size() == this.length;
		}

		boolean isDeleted() {
			return this.isDeleted;
		}

		private String json() {
			JsonObject json = new JsonObject();
			json.addProperty("id", this.id);
			json.addProperty("name", this.metadata.get("filename"));
			json.addProperty("type", this.metadata.get("filetype"));
			json.addProperty("size", this.length);
			return json.toString();
		}

	}

}
