/** The endpoint that the sandbox itself sets up, with the secret that the product was told. */
export const defaultEndpointId = "we_sandbox";
