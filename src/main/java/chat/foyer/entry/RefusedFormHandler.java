package chat.foyer.entry;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.stereotype.Component;

/**
 * Forwards an entry form whose token is missing or too old to
 * {@link RefusedFormController}, which shows it again. Any other request that is refused
 * gets the page for its status.
 */
@Component
class RefusedFormHandler implements AccessDeniedHandler {

	private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
			throws IOException, ServletException {
		if (isEntryForm(request) && !response.isCommitted()) {
			request.getRequestDispatcher(RefusedFormController.PATH).forward(request, response);
		}
		else {
			this.others.handle(request, response, refusal);
		}
	}

	private static boolean isEntryForm(HttpServletRequest request) {
		String accepted = request.getHeader(HttpHeaders.ACCEPT);
		return HttpMethod.POST.matches(request.getMethod()) && request.getServletPath().equals("/")
				&& (accepted == null || !accepted.contains(MediaType.APPLICATION_JSON_VALUE));
	}

}
