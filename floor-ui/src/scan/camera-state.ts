export type CameraState =
  | 'starting'
  | 'reading'
  /** The page came by plain http: browsers give a camera to secure pages only. */
  | 'insecure'
  | 'refused'
  | 'none'
  /** Another program has it. */
  | 'busy'
  /** The reader of codes did not load. */
  | 'broken';
