export const reviewerRoutes = [] as const;
