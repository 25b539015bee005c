package chat.foyer.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Writes headers on each answer, that to a request which fails or is refused too, and
 * gives each request a nonce for the scripts that stand in its page.
 */
class PageHeadersFilter extends HeaderWriterFilter {

	/**
	 * The attribute of a request, and so the variable of a page, with the nonce.
	 */
	static final String NONCE = "nonce";

	private static final int NONCE_BYTES = 32;

	private final StringKeyGenerator nonces = new Base64StringKeyGenerator(NONCE_BYTES);

	PageHeadersFilter(List<HeaderWriter> writers) {
		super(writers);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getAttribute(NONCE) == null) {
			request.setAttribute(NONCE, this.nonces.generateKey());
		}
		super.doFilterInternal(request, response, chain);
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

}
