package chat.foyer.web;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.view.ThymeleafView;

import org.springframework.http.HttpHeaders;

/**
 * A page that is compressed and sent as a whole. The web server would compress it in
 * parts, with a new compressor for each page.
 */
final class PageView extends ThymeleafView {

	@Override
	public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
			throws Exception {
		if (!Gzip.isAccepted(request)) {
			super.render(model, request, response);
			return;
		}
		RenderedPage page = new RenderedPage(response);
		super.render(model, request, page);
		byte[] body = Gzip.compress(page.html().getBytes(StandardCharsets.UTF_8));
		response.setHeader(HttpHeaders.CONTENT_ENCODING, Gzip.CODING);
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	private static final class RenderedPage extends HttpServletResponseWrapper {

		private final StringWriter html = new StringWriter();

		RenderedPage(HttpServletResponse response) {
			super(response);
		}

		@Override
		public PrintWriter getWriter() {
			return new PrintWriter(this.html);
		}

		String html() {
			return this.html.toString();
		}

	}

}
