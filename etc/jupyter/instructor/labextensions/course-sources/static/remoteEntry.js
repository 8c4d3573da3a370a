// A double click on a notebook's source opens it as a notebook; other Markdown files stay Markdown.
// JupyterLab's settings choose a viewer by file extension only, hence this file type known by its name.
// Written by hand in the form JupyterLab loads (a module federation container): there is nothing to build.

const plugin = {
  id: 'course-sources:plugin',
  description: 'Opens the sources of lessons and exercises as notebooks.',
  autoStart: true,
  activate: app => {
    app.docRegistry.addFileType(
      {
        name: 'course-source',
        displayName: 'Source du cours',
        contentType: 'notebook',
        pattern: '^(\\d\\d|ex\\d)_.*\\.md$',
        icon: app.docRegistry.getFileType('notebook').icon
      },
      ['Jupytext Notebook']
    );
  }
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB['course-sources'] = {
  init: () => undefined,
  get: async () => () => ({ __esModule: true, default: plugin })
};
