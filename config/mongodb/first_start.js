// Run once by MongoDB's image, before the first start: the shop's own user, who owns one database
// and nothing else.
db.getSiblingDB("vastra").createUser({
  user: "vastra",
  pwd: process.env.MONGODB_PASSWORD,
  roles: [{ role: "readWrite", db: "vastra" }, { role: "dbAdmin", db: "vastra" }],
});
