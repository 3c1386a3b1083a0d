/** What a key of the platform's may be good for: other programs of the operator's. */
export const platformScopes = ["waivers", "overrides"] as const;
export type PlatformScope = (typeof platformScopes)[number];

/** What a key of a workspace's may be good for: its members' own programs. */
export const workspaceScopes = ["codes:read", "codes:write", "analytics:read", "usage:read"] as const;
export type WorkspaceScope = (typeof workspaceScopes)[number];
