import type { FastifyInstance } from 'fastify';
import { toSVG } from 'bwip-js/node';
import { Problem } from './problem.ts';
import { plainPage } from './plain-page.ts';
import type { ServerCertificate } from './tls.ts';

/**
 * A handheld must trust this server before its camera, service worker or local printer work. `/ca` is the local
 * authority's root in the shape that phones install by themselves; `/trust` shows it as a QR code.
 */
export function serveTrust(
  app: FastifyInstance,
  certificate: ServerCertificate | null,
  publicUrl: () => string,
): void {
  const root = () => {
    if (certificate?.caPem == null || certificate.caDer === null) {
      throw new Problem(
        404,
        'NO_LOCAL_AUTHORITY',
        'This site has a certificate of its own, or speaks to its own machine only',
      );
    }
    return { pem: certificate.caPem, der: certificate.caDer };
  };

  // iOS and Android both offer to install this type; the name's ending is what older Androids go by.
  app.get('/ca', async (_request, reply) => {
    return reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="floorwave-ca.crt"')
      .send(root().der);
  });
  app.get('/ca.pem', async (_request, reply) => reply.type('application/x-pem-file').send(root().pem));

  app.get('/trust/qr.svg', async (_request, reply) => {
    root();
    return reply
      .type('image/svg+xml')
      .send(toSVG({ bcid: 'qrcode', text: `${publicUrl()}/ca`, scale: 6, padding: 8 }));
  });
  app.get('/trust', async (_request, reply) => {
    root();
    return reply.type('text/html; charset=utf-8').send(
      plainPage(
        'Trust this server',
        `
      <p>Scan this code with the device's camera, open the address and install the certificate.
         The device will warn once: it does not know this server yet.</p>
      <p><img src="/trust/qr.svg" alt="QR code of ${publicUrl()}/ca" width="320" height="320"></p>
      <p><a href="/ca">${publicUrl()}/ca</a> · <a href="/ca.pem">as PEM</a></p>
      <ul>
        <li>Android: Settings, Security, Encryption and credentials, Install a certificate, CA certificate.</li>
        <li>iPhone, iPad: Settings, Profile downloaded, Install; then General, About, Certificate Trust Settings.</li>
        <li>Windows, macOS, Linux: import it as a trusted root authority.</li>
      </ul>`,
      ),
    );
  });
}
