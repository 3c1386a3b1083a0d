export type ToastTone = "success" | "error" | "info";
export type ToastMessage = { id: number; tone: ToastTone; text: string };

let messages: ToastMessage[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: ToastMessage[]) {
  messages = next;
  for (const listener of listeners) listener();
}

function add(tone: ToastTone, text: string) {
  // The oldest gives way: three stacked messages cover a phone's lower half.
  publish([...messages.slice(-2), { id: nextId++, tone, text }]);
}

/** Shows a short message at the corner; the words come translated. Browser only. */
export const toast = {
  success: (text: string) => add("success", text),
  error: (text: string) => add("error", text),
  info: (text: string) => add("info", text),
};

export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  read: () => messages,
  dismiss: (id: number) => publish(messages.filter((message) => message.id !== id)),
};
