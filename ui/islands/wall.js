export { default } from "../studio/wall.js";
