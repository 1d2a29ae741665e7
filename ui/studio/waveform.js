// The shape of the recording on the air, with how far it has come and where the next may start.
import { sharp } from "./canvas.js";

export class Waveform {
  constructor(canvas) {
    this.canvas = canvas;
    this.columns = [];
    this.segue = 1;
  }

  show(item) {
    if (item.cart_id !== this.cart) this.#fetch(item.cart_id);
    this.cart = item.cart_id;
    const whole = item.position_ms + (item.remaining_ms ?? item.position_ms);
    this.#draw(whole > 0 ? item.position_ms / whole : 0);
  }

  async #fetch(cart) {
    this.columns = [];
    if (cart === null) return;
    const answer = await fetch(`/studio/waveform/${cart}`).catch(() => undefined);
    if (!answer?.ok || this.cart !== cart) return;
    const told = await answer.json().catch(() => undefined); // the page is being left
    if (!told) return;
    const { columns, segue } = told;
    this.columns = columns;
    this.segue = segue;
  }

  #draw(done) {
    const { pen, width, height, style } = sharp(this.canvas);
    const played = style.getPropertyValue("--accent");
    const ahead = style.getPropertyValue("--line-strong");
    const x = done * this.segue * width;
    const step = width / (this.columns.length || 1);
    this.columns.forEach((loudest, column) => {
      const tall = Math.max(2, (loudest / 255) * (height - 8));
      pen.fillStyle = column * step < x ? played : ahead;
      pen.fillRect(column * step, (height - tall) / 2, Math.max(1, step - 1), tall);
    });
    if (!this.columns.length) {
      pen.fillStyle = ahead;
      pen.fillRect(0, height / 2 - 3, width, 6);
      pen.fillStyle = played;
      pen.fillRect(0, height / 2 - 3, x, 6);
    } else if (this.segue < 1) {
      pen.fillStyle = style.getPropertyValue("--warn");
      pen.fillRect(this.segue * width, 0, 2, height);
    }
    pen.fillStyle = style.getPropertyValue("--text");
    pen.fillRect(x, 0, 2, height);
  }
}
