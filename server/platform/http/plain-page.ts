/** The few pages that show even when the screens are not built. No script, no style: the policy has none inline. */
export function plainPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Floorwave</title>
</head>
<body><h1>${title}</h1>${body}</body>
</html>
`;
}
