// Shows the API's schema with the Swagger UI that came with the installation.
const place = document.getElementById("swagger");
window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers["X-CSRF-Token"] = document.body.dataset.csrf;
    return request;
  },
});
