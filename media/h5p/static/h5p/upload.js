/*
 * Sends packages one by one from the admin's upload form, with a progress bar and a report for each.
 * Without this script the form sends them all at once and the page shows the same reports.
 */

function line(report, form) {
  const item = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = report.file;
  item.append(name, ' — ', report.valid ? form.dataset.saidAdded : form.dataset.saidRefused);
  if (report.valid) {
    const link = document.createElement('a');
    link.href = report.url;
    link.textContent = report.title;
    item.append(' : ', link);
  } else {
    item.append(problemList(report.problems));
  }
  return item;
}

function problemList(problems) {
  const list = document.createElement('ul');
  for (const problem of problems) {
    const item = document.createElement('li');
    item.textContent = problem.message;
    if (problem.where) {
      const where = document.createElement('code');
      where.textContent = problem.where;
      item.append(' ', where);
    }
    list.append(item);
  }
  return list;
}

function send(form, input, file, onProgress) {
  const body = new FormData();
  body.append('csrfmiddlewaretoken', form.querySelector('[name=csrfmiddlewaretoken]').value);
  body.append(input.name, file);
  return new Promise((resolve) => {
    const lost = { file: file.name, valid: false, problems: [{ message: form.dataset.saidLost }] };
    const request = new XMLHttpRequest();
    request.open('POST', form.action || location.href);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded / (event.total || 1)));
    request.addEventListener('load', () => resolve(request.response?.reports?.[0] ?? lost));
    request.addEventListener('error', () => resolve(lost));
    request.send(body);
  });
}

async function sendAll(form) {
  const input = form.querySelector('input[type=file]');
  const bar = form.querySelector('[data-h5p-progress]');
  const reports = document.querySelector('[data-h5p-reports]');
  const button = form.querySelector('[type=submit]');
  const files = [...input.files];
  reports.replaceChildren();
  bar.max = files.length;
  bar.hidden = false;
  button.disabled = true;
  for (const [index, file] of files.entries()) {
    const report = await send(form, input, file, (part) => { bar.value = index + part * 0.9; });
    bar.value = index + 1;
    reports.append(line(report, form));
  }
  button.disabled = false;
  input.value = '';
}

for (const form of document.querySelectorAll('[data-h5p-upload]')) {
  form.addEventListener('submit', (event) => {
    if (!form.querySelector('input[type=file]').files.length) return;
    event.preventDefault();
    sendAll(form);
  });
}
